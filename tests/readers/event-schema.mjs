// The event's schema and the configuration's before a strict validator of somebody else's: they compile, the
// first takes every golden and refuses an event with a fault, the second knows a good file from a bad one.
// Run by .ci/run, which installs the validator.
import Ajv from "ajv/dist/2020.js";
import { readFileSync, readdirSync } from "node:fs";

const root = process.argv[2];
const read = (path) => JSON.parse(readFileSync(`${root}/${path}`, "utf8"));
const ajv = new Ajv({ strict: true, allErrors: true });
const validate = ajv.compile(read("schemas/event.schema.json"));

const fail = (message) => {
  console.error(message, validate.errors);
  process.exit(1);
};

let events = 0;
for (const name of readdirSync(`${root}/golden`).filter((name) => name.endsWith(".json"))) {
  for (const event of [read(`golden/${name}`)].flat()) {
    if (!validate(event)) fail(`${name} is refused`);
    events += 1;
  }
}
if (events < 20) fail(`only ${events} golden events were found`);

const faults = [
  ["no topic", (event) => delete event.topic],
  ["a count in quotes", (event) => (event.message.call.ButtonStates.count = "11")],
  ["an unknown event", (event) => (event.message.call.event = "acw")],
  ["a misspelt button", (event) => (event.message.call.ButtonStates.items.anwser = "Hide")],
  ["an address that is a number", (event) => (event.message.call.ResponseFields.fromAddress = 1)],
];
for (const [name, edit] of faults) {
  const event = read("golden/incoming-call.json");
  edit(event);
  if (validate(event)) fail(`${name} is taken`);
}

const configuration = ajv.compile(read("schemas/config.schema.json"));
const configurations = [
  [{}, true],
  [{ profile: "strict", rules: { "button/mirror": "warn", value: "allow" } }, true],
  [{ profil: "strict" }, false],
  [{ rules: { "text/json": "allow" } }, false],
  [{ reports: { json: "" } }, false],
];
for (const [text, holds] of configurations) {
  if (configuration(text) !== holds) fail(`the configuration ${JSON.stringify(text)} is judged wrongly`);
}
console.log(`strict schema: ${events} golden events taken, ${faults.length} faults refused, ${configurations.length} configurations judged`);
