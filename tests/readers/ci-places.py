"""What callproof brings for CI systems, before readers that are not ours and run as each system runs it.

Published schemas and linters read the files; then the steps of action.yml, the job of the GitLab template
and the entry of the pre-commit hook are run on captures that conform, that do not, and that prove nothing.
Run by .ci/run, which installs the readers and has built the binary.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT, CALLPROOF = Path(sys.argv[1]), Path(sys.argv[2])
TOOLS = Path(sys.executable).parent
OUTCOMES = {0: "conformant", 1: "nonconformant", 2: "none", 3: "incomplete"}

# Inputs, and the exit code that they must come to. Names are hostile where a shell could take them for more.
CASES = [
    ({"inputs": "golden\n"}, 0),
    ({"inputs": "\ngolden\n\n  good captures/$(touch ran)/-a;b.json\n", "profile": "strict", "arguments": "--order\nseparate\n"}, 0),
    ({"inputs": "nightly.ndjson", "reports": "tap=out put.tap\nctrf=out.json\n"}, 1),
    ({"inputs": "golden", "arguments": "--skip=agree\n--fail-on=warning\n"}, 0),
    ({"inputs": "golden", "arguments": "--only\nflow/no-replay\n"}, 3),
    ({"inputs": "empty.ndjson"}, 3),
    ({}, 3),
    ({"inputs": "nowhere.json"}, 2),
    ({"inputs": "golden", "profile": "lax"}, 2),
    ({"inputs": "golden", "reports": "tap=no/such/folder/out.tap"}, 2),
]


def ensure(holds, what):
    if not holds:
        raise SystemExit(f"ci-places: {what}")


def tool(name, *arguments):
    ran = subprocess.run([TOOLS / name, *arguments], cwd=ROOT, capture_output=True, text=True)
    ensure(ran.returncode == 0, f"{name} {arguments}:\n{ran.stdout}{ran.stderr}")


def workspace(folder):
    """A repository with captures, as a CI system checks it out."""
    shutil.copytree(ROOT / "golden", folder / "golden")
    shutil.copy(ROOT / "tests/captures/nightly.ndjson", folder)
    hostile = folder / "good captures" / "$(touch ran)"
    hostile.mkdir(parents=True)
    shutil.copy(ROOT / "golden/answered.json", hostile / "-a;b.json")
    (folder / "empty.ndjson").write_text("")
    return folder


def surroundings(**more):
    """The environment without what a CI system round this script has set."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI_", "INPUT_"))}
    return own | {name: str(value) for name, value in more.items()}


def outputs_of(path):
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


class Action:
    """action.yml, run as GitHub runs a composite action; its cache is a folder."""

    def __init__(self, scratch):
        self.text = yaml.safe_load((ROOT / "action.yml").read_text())
        self.temp = scratch / "temp"
        self.temp.mkdir()
        # The binary is built already: then cargo has only to look.
        (self.temp / "callproof-build").symlink_to(CALLPROOF.parent.parent)
        self.saved = scratch / "saved"
        self.built = 0

    def filled(self, text, context):
        def value(match):
            at = context
            for key in match[1].split("."):
                at = at[key]
            return at

        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", value, text)

    def wanted(self, step, context):
        if "if" not in step:
            return True
        name, unlike = re.fullmatch(r"([\w.-]+) != '(\w+)'", step["if"]).groups()
        return self.filled("${{ %s }}" % name, context) != unlike

    def cached(self, step, context):
        kept = {name: self.filled(text, context) for name, text in step["with"].items()}
        place = self.saved / kept["key"]
        if "/save@" in step["uses"]:
            shutil.copytree(kept["path"], place)
            return {}
        if place.exists():
            shutil.copytree(place, kept["path"])
        return {"cache-hit": "true" if place.exists() else ""}

    def run(self, given, work):
        """The exit code, the outputs and the step summary."""
        unknown = given.keys() - self.text["inputs"].keys()
        ensure(not unknown, f"action.yml has no input {unknown}")
        defaults = {name: told["default"] for name, told in self.text["inputs"].items()}
        context = {"inputs": defaults | given, "steps": {}}
        shutil.rmtree(self.temp / "callproof", ignore_errors=True)
        summary = self.temp / "summary"
        summary.write_text("")
        code = 0
        for step in self.text["runs"]["steps"]:
            if code != 0 or not self.wanted(step, context):
                continue
            if "uses" in step:
                outputs = self.cached(step, context)
            else:
                code, outputs = self.script(step, context, work, summary)
            context["steps"][step.get("id")] = {"outputs": outputs}
        outputs = {name: self.filled(told["value"], context) for name, told in self.text["outputs"].items()
                   } if code == 0 or "check" in context["steps"] else {}
        return code, outputs, summary.read_text()

    def script(self, step, context, work, summary):
        told = self.temp / "outputs"
        told.write_text("")
        self.built += "cargo install" in step["run"]
        env = surroundings(
            RUNNER_OS="Linux", RUNNER_ARCH="X64", RUNNER_TEMP=self.temp, GITHUB_ACTION_PATH=ROOT,
            GITHUB_OUTPUT=told, GITHUB_STEP_SUMMARY=summary, GITHUB_ACTIONS="true", CI="true",
            **{name: self.filled(text, context) for name, text in step.get("env", {}).items()},
        )
        ensure(step["shell"] == "bash", "another shell")
        ran = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                             cwd=work, env=env, capture_output=True, text=True)
        if step.get("id") != "check":
            ensure(ran.returncode == 0, f"{step.get('name')}:\n{ran.stdout}{ran.stderr}")
        outputs = {name: "" for name in ("report", "sarif-file")} | outputs_of(told)
        return ran.returncode, outputs


def github(scratch):
    tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")
    action = Action(scratch)
    for number, (given, expected) in enumerate(CASES):
        work = workspace(scratch / f"work-{number}")
        code, outputs, summary = action.run(given | {"sarif-file": "out.sarif"}, work)
        told = f"action.yml with {given}: exit {code}, {outputs}"
        ensure(code == expected and outputs["exit-code"] == str(expected), told)
        ensure(outputs["outcome"] == OUTCOMES[expected], told)
        ensure(not (work / "ran").exists(), f"{given}: a name was run")
        if expected == 2:
            ensure(outputs["report"] == outputs["sarif-file"] == summary == "", told)
            continue
        ensure(json.loads(Path(outputs["report"]).read_text())["outcome"] == OUTCOMES[expected], told)
        ensure(json.loads((work / outputs["sarif-file"]).read_text())["version"] == "2.1.0", told)
        ensure(summary.startswith(f"## callproof: {OUTCOMES[expected]}"), told)
        for line in given.get("reports", "").splitlines():
            ensure((work / line.split("=")[1]).stat().st_size > 0, told)
    ensure(action.built == 1, f"built {action.built} times: the cache does not hold")


def gitlab(scratch):
    spec, job = yaml.safe_load_all((ROOT / "templates/callproof.yml").read_text())
    told = spec["spec"]["inputs"]

    def filled(part, values):
        if isinstance(part, dict):
            return {filled(name, values): filled(value, values) for name, value in part.items()}
        if isinstance(part, list):
            return [filled(value, values) for value in part]
        if isinstance(part, str):
            return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda match: values[match[1]], part)
        return part

    own = {"source": "nowhere", "ref": "v0.1.0"}
    for number, (given, expected) in enumerate(CASES):
        unknown = given.keys() - told.keys()
        ensure(not unknown, f"the template has no input {unknown}")
        defaults = {name: about.get("default") for name, about in told.items()}
        pipeline = filled(job, defaults | own | given)
        written = scratch / "pipeline.json"
        written.write_text(json.dumps(spec | pipeline))
        tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(written))
        [task] = pipeline.values()
        for shell in (["bash", "-eo", "pipefail", "-c"], ["dash", "-e", "-c"]):
            work = workspace(scratch / f"{shell[0]}-{number}")
            # As the cache restores it.
            (work / ".callproof/bin").mkdir(parents=True)
            shutil.copy(CALLPROOF, work / ".callproof/bin/callproof")
            ran = subprocess.run([*shell, "\n".join(task["script"])], cwd=work, env=surroundings(**task["variables"]),
                                 capture_output=True, text=True)
            ensure(ran.returncode == expected, f"the template with {given}:\n{ran.stdout}{ran.stderr}")
            ensure(not (work / "ran").exists(), f"{given}: a name was run")
            for path in task["artifacts"]["reports"].values():
                ensure((work / path).exists() or expected == 2, f"{given}: {path}")


def pre_commit():
    tool("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    takes = re.compile(hook["files"])
    for name, taken in [("a.json", True), ("b/c.ndjson.gz", True), ("d.jsonl.zst", True), ("json", False), ("e.json5", False)]:
        ensure(bool(takes.search(name)) == taken, f"the hook and {name}")
    name, *arguments = hook["entry"].split()
    ensure(name == CALLPROOF.name, "the hook runs something else")
    for files, expected in [(["golden/answered.json", "golden/missed.json"], 0), (["tests/captures/nightly.ndjson"], 1)]:
        ran = subprocess.run([CALLPROOF, *arguments, *files], cwd=ROOT, capture_output=True)
        ensure(ran.returncode == expected, f"the hook on {files}: {ran.returncode}")


with tempfile.TemporaryDirectory() as folder:
    for place in (github, gitlab):
        scratch = Path(folder) / place.__name__
        scratch.mkdir()
        place(scratch)
pre_commit()
tool("hadolint", "Dockerfile")
print(f"ci-places: {len(CASES)} cases in action.yml and the GitLab template, the hook, the container file")
