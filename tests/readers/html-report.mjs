// The HTML report in a real browser: it opens without a network, its filters count right, its links lead
// somewhere, its policy holds and nothing is said on the console. Run by .ci/run, which installs the
// browser. With a folder as third argument it leaves pictures of the pages there.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [root, callproof, browserPath, pictures] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "html-report-"));

const ensure = (holds, what) => {
  if (!holds) throw new Error(what);
};

const run = (...args) => {
  const { stdout, stderr, status } = spawnSync(callproof, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  ensure([0, 1, 3].includes(status), `callproof ${args.join(" ")}: ${status} ${stderr}`);
  return stdout;
};

const file = (name, text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const report = (name, capture, ...more) => {
  const html = join(folder, `${name}.html`);
  const json = JSON.parse(run("check", capture, "--format", "json", "--report", `html=${html}`, ...more));
  return { html, json };
};

const HOSTILE = `"'></script><script>window.hit=1</script><img src=x onerror=window.hit=1>&lt;javascript:window.hit=1//\u202e\u0000{{ 7*7 }}`;

const hostile = () => {
  const event = JSON.parse(readFileSync(join(root, "golden/incoming-call.json"), "utf8"));
  event.channel = HOSTILE;
  event.message[HOSTILE] = HOSTILE;
  event.message.call.event = HOSTILE;
  event.message.call.CallType = HOSTILE;
  event.message.call.ResponseActual.contactId = HOSTILE;
  const name = `a"'><script>window.hit=1<\u2215script><img src=x onerror=window.hit=1>\u202e.json`;
  return report("hostile", file(name, JSON.stringify(event)), "--show-values");
};

const many = () => {
  const event = JSON.stringify(JSON.parse(readFileSync(join(root, "golden/incoming-call.json"), "utf8")));
  const faulty = event.replace('"answer":true', '"answer":false');
  ensure(faulty !== event, "the golden call has no answer flag to turn");
  return report("many", file("many.ndjson", `${faulty}\n`.repeat(10_000)));
};

const browser = await puppeteer.launch({
  executablePath: browserPath,
  userDataDir: join(folder, "profile"),
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});

const open = async ({ html }, fragment = "") => {
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.setOfflineMode(true);
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(pathToFileURL(html).href + fragment);
  const close = async () => {
    ensure(said.length === 0, `the page says: ${said.join("; ")}`);
    const outside = asked.filter((url) => !url.startsWith("file:"));
    ensure(outside.length === 0, `the page asks for ${outside}`);
    await page.close();
  };
  return { page, close, said };
};

const shown = (page) => page.$eval("#f-shown", (told) => told.textContent);
const settled = async (page, told) => {
  await page.waitForFunction((told) => document.getElementById("f-shown").textContent === told, { timeout: 10_000 }, told);
};
const visible = (page) =>
  page.$$eval("article.finding, .rows li", (all) => all.filter((one) => !one.closest("[hidden]") && !one.classList.contains("aside")).length);

const filters = async (made, { page }) => {
  const { findings, counts } = made.json;
  const all = findings.length;
  const told = (some) => `${some.length} of ${all} shown`;
  ensure((await shown(page)) === told(findings), await shown(page));
  for (const name of ["errors", "warnings", "notes", "waived", "known", "events", "calls", "legs", "documents"]) {
    const told = await page.$eval(`[data-count="${name}"]`, (count) => count.textContent);
    ensure(told === String(counts[name]), `${name}: ${told}, not ${counts[name]}`);
  }
  const pick = async (id, value, fits) => {
    const some = findings.filter(fits);
    ensure(some.length > 0 && some.length < all, `${id} ${value} tells nothing apart`);
    await page.select(id, value);
    await settled(page, told(some));
    ensure((await visible(page)) === some.length, `${id}: ${await visible(page)} of ${some.length} are visible`);
    await page.click("#f-reset");
    await settled(page, told(findings));
  };
  const { rule } = findings[0];
  await pick("#f-rule", rule, (finding) => finding.rule === rule);
  await pick("#f-severity", "error", (finding) => finding.severity === "error");
  const { authority } = findings[0];
  await pick("#f-authority", authority, (finding) => finding.authority === authority);
  await page.type("#f-text", "button/MIRROR");
  await settled(page, told(findings.filter((finding) => finding.rule === "button/mirror")));
  await page.type("#f-text", " no such words");
  await settled(page, `0 of ${all} shown`);
  ensure(await page.$eval("#f-none", (none) => !none.hidden), "nothing says that nothing fits");
  await page.click("#f-reset");
  await settled(page, told(findings));
  const call = findings.find((finding) => finding.call)?.call;
  await page.type("#f-call", call);
  await settled(page, told(findings.filter((finding) => (finding.call ?? "").includes(call))));
  await page.click("#f-reset");
};

const checkboxes = async (made, { page }) => {
  const { findings } = made.json;
  const all = findings.length;
  const standing = findings.filter((finding) => !finding.known).length;
  ensure(standing < all, "no finding is known");
  await page.click("#f-known");
  await settled(page, `${standing} of ${all} shown`);
  await page.click("#f-known");
  await settled(page, `${all} of ${all} shown`);
};

const links = async (made, fragment) => {
  const { page, close } = await open(made, fragment);
  const place = await page.$eval(fragment, (target) => {
    const { top } = target.getBoundingClientRect();
    const folded = target.parentElement.closest("details:not([open])");
    return { top, folded: Boolean(folded), height: innerHeight };
  });
  ensure(!place.folded && place.top >= 0 && place.top < place.height, `${fragment}: ${JSON.stringify(place)}`);
  await close();
};

// Every link of the page leads somewhere in it.
const targets = async ({ page }) => {
  const lost = await page.$$eval("a[href], use[href]", (links) =>
    links.map((link) => link.getAttribute("href")).filter((href) => !href.startsWith("#") || !document.getElementById(href.slice(1))));
  ensure(lost.length === 0, `these lead nowhere: ${lost}`);
  const twice = await page.$$eval("[id]", (all) => {
    const ids = all.map((one) => one.id);
    return ids.filter((id, index) => ids.indexOf(id) !== index && index < 3000);
  });
  ensure(twice.length === 0, `these ids are there twice: ${twice}`);
};

const keyboard = async ({ page }) => {
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.className);
  ensure(first === "skip", `the first stop is ${first}`);
  const unnamed = await page.$$eval("input, select, button, svg[role], section, nav, search", (all) =>
    all.filter((one) => !(one.labels?.length || one.textContent.trim() || one.getAttribute("aria-label") || one.getAttribute("aria-labelledby"))).length);
  ensure(unnamed === 0, `${unnamed} have no name`);
  const levels = await page.$$eval("h1, h2, h3, h4", (all) => all.map((one) => Number(one.localName[1])));
  levels.reduce((before, level) => {
    ensure(level <= before + 1, `a heading of level ${level} stands under one of level ${before}`);
    return level;
  }, 0);
};

const seen = [];
const picture = async (name, made, { width = 1280, scheme = "light", fragment = "", full = true, press } = {}) => {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  const { page } = await open(made, fragment);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setViewport({ width, height: 1300 });
  if (press) await page.evaluate(press);
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: full });
  if (name === "print") await page.pdf({ path: join(pictures, "print.pdf"), format: "A4" });
  seen.push(name);
  await page.close();
};

try {
  const capture = run("sample", "--calls", "300", "--seed", "3", "--faults", "0.2");
  const sample = file("sample.ndjson", capture);
  const made = report("sample", sample);
  const tab = await open(made);
  await filters(made, tab);
  await targets(tab);
  await tab.close();
  const keys = await open(made);
  await keyboard(keys);
  await keys.close();

  const old = join(folder, "old.json");
  writeFileSync(old, run("check", "tests/captures/nightly.ndjson", "--format", "json"));
  const worse = file("worse.ndjson", readFileSync(join(root, "tests/captures/nightly.ndjson"), "utf8") + capture.slice(0, 300_000));
  const known = report("known", worse, "--baseline", old);
  const gated = await open(known);
  await checkboxes(known, gated);
  await gated.close();

  for (const fragment of ["#finding-12", "#rule-button-mirror", "#findings-button-mirror", "#call-1", "#coverage"]) {
    await links(made, fragment);
  }

  const bad = hostile();
  const hit = await open(bad);
  ensure((await hit.page.evaluate(() => window.hit)) === undefined, "a script of the capture ran");
  const foreign = await hit.page.$$eval("img, iframe, object, embed, form, [style], [onerror], [src], script:not(:last-child)", (all) => all.length);
  ensure(foreign === 0, `${foreign} elements or attributes came from the capture`);
  ensure((await hit.page.$$("script")).length === 1, "there is another script");
  // The policy holds even where someone edits the page.
  const stopped = await hit.page.evaluate(() => {
    const script = document.createElement("script");
    try {
      script.textContent = "window.hit = 2";
      document.body.append(script);
    } catch {
      // Trusted types refuse the text itself.
    }
    return window.hit === undefined;
  });
  ensure(stopped, "a foreign script runs");
  ensure(hit.said.length > 0, "the policy says nothing of a foreign script");
  await hit.page.close();

  const load = many();
  const size = statSync(load.html).size;
  ensure(load.json.findings.length === 10_000, `${load.json.findings.length} findings`);
  ensure(size < 5_000_000, `10,000 findings take ${size} bytes`);
  const full = await open(load);
  const timing = await full.page.evaluate(() => performance.getEntriesByType("navigation")[0].toJSON());
  const before = Date.now();
  await full.page.type("#f-text", "9999");
  await full.page.waitForFunction(() => !document.getElementById("f-shown").textContent.startsWith("10000"), {});
  const filtered = Date.now() - before;
  const rows = await visible(full.page);
  ensure(`${rows} of 10000 shown` === (await shown(full.page)), `${rows} rows, but ${await shown(full.page)}`);
  console.log(`10,000 findings: ${size} bytes, ready after ${Math.round(timing.domContentLoadedEventEnd)} ms, loaded after ${Math.round(timing.loadEventEnd)} ms, filtered in ${filtered} ms`);
  await full.close();
  await links(load, "#finding-9000");

  const nightly = report("nightly", "tests/captures/nightly.ndjson");
  const unfold = () => document.querySelectorAll("#findings details.group:nth-of-type(-n+3)").forEach((one) => (one.open = true));
  await picture("light", nightly);
  await picture("dark", nightly, { scheme: "dark" });
  await picture("narrow", nightly, { width: 400 });
  await picture("sample", made, { press: unfold });
  await picture("calls", made, { fragment: "#calls", full: false });
  await picture("calls-dark", made, { fragment: "#calls", full: false, scheme: "dark" });
  await picture("coverage", made, { fragment: "#coverage", full: false });
  await picture("rules", made, { fragment: "#rule-button-mirror", full: false });
  await picture("hostile", bad);
  await picture("many", load, { full: false });
  await picture("known", known);
  await picture("print", nightly);
  console.log(`the HTML report holds in ${await browser.version()}${seen.length ? `; pictures: ${seen.join(", ")}` : ""}`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
