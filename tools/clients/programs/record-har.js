// Opens a page with Playwright, which writes what it records of it: record-har.js NODE_MODULES CHROMIUM URL HAR
const [modules, executablePath, url, path] = process.argv.slice(2);
const { chromium } = require(`${modules}/playwright-core`);
(async () => {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const context = await browser.newContext({ recordHar: { path, mode: "full" } });
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForTimeout(3000);
  await context.close();
  console.log(`Chromium ${browser.version()}, playwright-core ${require(`${modules}/playwright-core/package.json`).version}`);
  await browser.close();
})();
