// Every report format before a reader that is not ours: published schemas, real parsers. Reads what the
// command writes of several runs, and the snapshots, in which findings are waived and known. Run by
// .ci/run, which installs the readers.
import Ajv from "ajv";
import AjvDraft4 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Parser } from "tap-parser";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { validateXML } from "xmllint-wasm";

const [root, callproof] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const packaged = (entry, file) => readFileSync(join(dirname(require.resolve(entry)), file), "utf8");

const formats = ["junit", "sarif", "tap", "ctrf", "github", "gitlab", "markdown"];

const ensure = (holds, what) => {
  if (!holds) throw new Error(what);
};

const schema = (ajv, text) => {
  const validate = addFormats(ajv).compile(JSON.parse(text));
  return (report) => ensure(validate(JSON.parse(report)), JSON.stringify(validate.errors, null, 1));
};

const sarif = schema(
  // The schema has a pattern that is none with the flag u.
  new AjvDraft4({ strict: false, allErrors: true, unicodeRegExp: false }),
  packaged("@microsoft/jest-sarif", "schemas/sarif-2.1.0-rtm.5.json"),
);
const ctrf = schema(
  new Ajv({ strict: false, allErrors: true }),
  packaged("ctrf", "ctrf-schema-0.0.json"),
);

const junit = async (report) => {
  const { valid, errors } = await validateXML({
    xml: [{ fileName: "report.xml", contents: report }],
    schema: [readFileSync(join(root, "tests/schemas/junit-10.xsd"), "utf8")],
  });
  ensure(valid, JSON.stringify(errors, null, 1));
};

const tap = (report) => {
  const results = { points: [], plan: undefined };
  const parser = new Parser({ strict: true });
  parser.on("assert", (point) => results.points.push(point));
  parser.on("complete", (complete) => (results.complete = complete));
  parser.end(report);
  const { complete, points } = results;
  // Red points are no failure of the format; anything that is not TAP is.
  const slips = complete.failures.filter((failure) => failure.tapError);
  ensure(slips.length === 0, JSON.stringify(slips, null, 1));
  ensure(complete.plan.end === points.length, "the plan is not what came");
  const diagnostics = points[0].diag;
  ensure(diagnostics.outcome, "the first point does not tell the outcome");
  const green = diagnostics.outcome === "conformant";
  ensure(complete.ok === green, `ok is ${complete.ok} and the outcome ${diagnostics.outcome}`);
};

const severities = ["info", "minor", "major", "critical", "blocker"];

// The grammar that GitLab documents for code quality artifacts.
const gitlab = (report) => {
  const fingerprints = new Set();
  for (const issue of JSON.parse(report)) {
    for (const name of ["description", "check_name", "fingerprint"])
      ensure(typeof issue[name] === "string" && issue[name] !== "", `${name} is missing`);
    ensure(severities.includes(issue.severity), `severity ${issue.severity}`);
    ensure(!issue.location.path.startsWith("./"), issue.location.path);
    ensure(Number.isInteger(issue.location.lines.begin), "no line");
    ensure(!fingerprints.has(issue.fingerprint), `${issue.fingerprint} twice`);
    fingerprints.add(issue.fingerprint);
  }
  ensure(report.charCodeAt(0) !== 0xfeff, "a byte-order mark");
};

// The grammar of workflow commands, as the runner reads it line by line.
const github = (report) => {
  const properties = ["title", "file", "line", "col", "endColumn"];
  for (const line of report.trimEnd().split("\n")) {
    if (/^callproof: and \d+ more; /.test(line)) continue;
    const command = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line);
    ensure(command, line);
    ensure(!/[\r\n]/.test(command[3]), line);
    for (const property of command[2].split(",")) {
      const [name, value] = property.split(/=(.*)/s);
      ensure(properties.includes(name) && value !== "", `${name} in ${line}`);
    }
  }
};

// A comment in which only our own folds are markup, and nothing is a link, a picture or a mention.
const markdown = (report) => {
  ensure(Buffer.byteLength(report) <= 65536, "too long for a comment");
  const harmless = /^(<details>\s*<summary>[a-z/ :0-9-]*<\/summary>|<\/details>)$/;
  const walk = (node) => {
    ensure(!["link", "image", "linkReference", "definition"].includes(node.type), JSON.stringify(node));
    if (node.type === "html") ensure(harmless.test(node.value), node.value);
    if (node.type === "text") ensure(!/[@#]\w/.test(node.value), node.value);
    (node.children ?? []).forEach(walk);
  };
  walk(
    fromMarkdown(report, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }),
  );
};

const readers = { junit, sarif, tap, ctrf, github, gitlab, markdown };

const hostile = "]]>\r\n::set-output name=x::y\u001b[31m\u202e<script>\u0000@all `|` #1 \\| [a](http://b.example) \uffff";
const folder = mkdtempSync(join(tmpdir(), "callproof-"));
const event = JSON.parse(readFileSync(join(root, "golden/incoming-call.json"), "utf8"));
event.message.call.event = hostile;
event.message[hostile] = hostile;
event.channel = hostile;
const capture = join(folder, "a\n::error::x,%0A<b>@all `|` [a](http:b).json");
writeFileSync(capture, JSON.stringify(event));
const many = join(folder, "many.ndjson");
writeFileSync(many, `${JSON.stringify(event)}\n`.repeat(300));

const runs = [
  ["conformant", ["golden/"], 0],
  ["nonconformant", ["tests/captures/nightly.ndjson"], 1],
  ["with warnings and notes", ["tests/captures/", "--profile", "core", "--unwrap"], undefined],
  ["no input", ["-"], 3],
  ["nothing exercised", ["golden/", "--only", "flow/no-replay"], 3],
  ["a hostile capture", [capture], 1],
  ["hostile, with values", [capture, "--show-values"], 1],
  ["many findings, few kept", [many, "--max-findings", "250"], 1],
];

let read = 0;
for (const [name, input, code] of runs) {
  for (const format of formats) {
    const run = spawnSync(callproof, ["check", ...input, "--format", format], { cwd: root, input: "" });
    ensure(code === undefined || run.status === code, `${name}: exit ${run.status} ${run.stderr}`);
    try {
      await readers[format](run.stdout.toString());
    } catch (error) {
      console.error(`${name} in ${format}:`, error);
      process.exit(1);
    }
    read += 1;
  }
}

const snapshots = join(root, "src/render/tests/snapshots");
for (const format of formats) {
  const name = readdirSync(snapshots).find((name) => name.endsWith(`gated.${format}.snap`));
  const text = readFileSync(join(snapshots, name), "utf8");
  try {
    await readers[format](`${text.split(/^---\n/m).slice(2).join("---\n").trimEnd()}\n`);
  } catch (error) {
    console.error(`the snapshot in ${format}:`, error);
    process.exit(1);
  }
  read += 1;
}

// A reader that takes everything proves nothing.
const broken = {
  junit: "<testsuites><testsuite name='a'><testcase/></testsuite></testsuites>",
  sarif: '{"version":"2.1.0","runs":[{}]}',
  tap: "TAP version 14\n1..2\nok 1 - a\n",
  ctrf: '{"reportFormat":"CTRF","specVersion":"0.0.0","results":{}}',
  github: "::error file=a\n",
  gitlab: '[{"description":"a"}]',
  markdown: "# <img src=x>\n",
};
for (const format of formats) {
  let refused = false;
  try {
    await readers[format](broken[format]);
  } catch {
    refused = true;
  }
  ensure(refused, `a broken report in ${format} is taken`);
}
console.log(`report formats: ${read} reports read, ${formats.length} broken ones refused`);
