// Look at the pages of a running server with axe, wide and narrow, light and dark; any violation is a failure.
// node accessibility.mjs SITE CHROMIUM, beside a node_modules/ that has playwright-core and axe-core.
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [site, executablePath] = process.argv.slice(2);
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PAGES = [
  ...["/", "/api/v1/", "/docs/", "/docs/api-guide/", "/docs/data-model/", "/docs/data-dictionary/", "/docs/changelog/"],
  ...["/errors/", "/api/docs/", "/api/docs/trainings/", "/nowhere"],
];
const LOOKS = [{ colorScheme: "light", width: 1280 }, { colorScheme: "dark", width: 390 }];

// The first form, with all its parameters and an answer.
async function openForm(page) {
  await page.locator(".opblock-summary-control").first().click();
  await page.locator("button.others").first().click();
  await page.locator(".execute").click();
  await page.locator(".live-responses-table").waitFor();
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let found = 0;
for (const { colorScheme, width } of LOOKS) {
  for (const path of PAGES) {
    // The policy of the site lets no script in, axe neither.
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
    await page.goto(site + path);
    if (path.startsWith("/api/docs/")) await openForm(page);
    await page.addScriptTag({ path: axe });
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    for (const { id, nodes } of violations) console.log(`${path} ${colorScheme} ${width}: ${id} at ${nodes[0].target}`);
    if (overflow > 0) console.log(`${path} ${colorScheme} ${width}: ${overflow} pixels wider than the window`);
    found += violations.length + (overflow > 0);
    await page.close();
  }
}
await browser.close();
console.log(`${PAGES.length} pages in ${LOOKS.length} looks: ${found} violations`);
process.exitCode = found ? 1 : 0;
