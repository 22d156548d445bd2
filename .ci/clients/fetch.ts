// What a program in TypeScript asks with openapi-fetch, checked against the types that openapi-typescript writes.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

const client = createClient<paths>({ baseUrl: process.argv[2] });

function need<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`No ${what}.`);
  return value;
}

// A list, with an array filter and a page behind it.
const list = await client.GET("/api/v1/funding/", {
  params: { query: { stage__in: ["announced", "delivered"], ordering: "-amount", page_size: 2, fields: ["amount", "stage"] } },
});
const page = need(list.data, "list");
const cursor: string = need(page.next_cursor, "next page");
const second = await client.GET("/api/v1/funding/", {
  params: { query: { stage__in: ["announced", "delivered"], ordering: "-amount", page_size: 2, fields: ["amount", "stage"], cursor } },
});
const amounts: (number | null | undefined)[] = [...page.results, ...need(second.data, "second page").results].map((item) => item.amount);
if (amounts.length !== 4) throw new Error(`${amounts.length} amounts.`);

// A detail, with a related record whole.
const detail = await client.GET("/api/v1/events/{slug}/", { params: { path: { slug: "el-chapo-capture-2014" } } });
const title: string = need(need(detail.data, "detail").title, "title");

// A summary.
const summary = await client.GET("/api/v1/funding/summary/", { params: { query: { group_by: ["stage", "fiscal_year"] } } });
const groups: number = need(summary.data, "summary").count;

// A file.
const file = await client.GET("/api/v1/funding.{file_format}", {
  params: { path: { file_format: "parquet" } },
  parseAs: "arrayBuffer",
});
const magic = new TextDecoder().decode(need(file.data, "file").slice(0, 4));
if (magic !== "PAR1") throw new Error(`A file begins with ${magic}.`);

// An error.
const wrong = await client.GET("/api/v1/funding/", { params: { query: { stage__in: ["no-such-stage" as "announced"] } } });
const problem = need(wrong.error, "error");
if (!(await fetch(problem.type)).ok) throw new Error(`No page at ${problem.type}.`);

console.log(`openapi-fetch: ${page.count} amounts, “${title}”, ${groups} groups, a file, an error.`);
