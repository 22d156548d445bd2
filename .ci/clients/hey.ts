// The same with the client that Hey API generates.
import { client } from "./hey/client.gen.js";
import { eventsRetrieve, fundingExport, fundingList, fundingSummary } from "./hey/sdk.gen.js";

client.setConfig({ baseUrl: process.argv[2] });
const options = { throwOnError: true } as const;

const list = await fundingList({ ...options, query: { stage__in: ["announced", "delivered"], page_size: 2 } });
const amounts: (number | null | undefined)[] = list.data.results.map((item) => item.amount);
const detail = await eventsRetrieve({ ...options, path: { slug: "el-chapo-capture-2014" } });
const summary = await fundingSummary({ ...options, query: { group_by: ["stage", "fiscal_year"] } });
const file = await fundingExport({ ...options, path: { file_format: "parquet" }, parseAs: "blob" });
const magic = await (file.data as unknown as Blob).slice(0, 4).text();
if (amounts.length !== 2 || !detail.data.title || !summary.data.count || magic !== "PAR1") throw new Error("A wrong answer.");

console.log(`Hey API: ${list.data.count} amounts, “${detail.data.title}”, ${summary.data.count} groups, a file.`);
