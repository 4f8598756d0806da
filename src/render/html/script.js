"use strict";
// The page is whole without this: it filters the findings, and unfolds what a link leads to.
(() => {
  const byId = (id) => document.getElementById(id);

  const unfold = (target) => {
    for (let at = target; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) at.open = true;
    }
  };

  const bar = byId("filter");
  const groups = [...document.querySelectorAll("details.group")];
  let findings = null;

  // Read once, when the filter is first used: ten thousand findings are many to read.
  const read = () => {
    if (findings) return findings;
    findings = [];
    for (const group of groups) {
      const { rule, severity, authority } = group.dataset;
      const add = (element, card, text) => {
        const { call = "", state = "" } = element.dataset;
        const all = [rule, call, text].join(" ").toLowerCase();
        findings.push({ element, card, group, rule, severity, authority, call, state, all, shown: true });
      };
      for (const card of group.querySelectorAll("article")) {
        const like = card.querySelector("details.like");
        const parts = [...card.children].filter((part) => part !== like);
        add(card, null, parts.map((part) => part.textContent).join(" "));
        const message = card.querySelector("h4").textContent;
        for (const row of card.querySelectorAll("li[id]")) add(row, card, row.textContent + " " + message);
      }
      for (const row of group.querySelectorAll("details.rest li[id]")) add(row, null, row.textContent);
    }
    return findings;
  };

  const wanted = () => {
    const value = (id) => byId(id)?.value ?? "";
    return {
      words: value("f-text").toLowerCase().split(/\s+/).filter(Boolean),
      rule: value("f-rule"),
      severity: value("f-severity"),
      authority: value("f-authority"),
      call: value("f-call").trim().toLowerCase(),
      waived: byId("f-waived")?.checked ?? true,
      known: byId("f-known")?.checked ?? true,
    };
  };

  const fits = (finding, want) =>
    (!want.rule || finding.rule === want.rule) &&
    (!want.severity || finding.severity === want.severity) &&
    (!want.authority || finding.authority === want.authority) &&
    (want.waived || finding.state !== "waived") &&
    (want.known || finding.state !== "known") &&
    (!want.call || finding.call.toLowerCase().includes(want.call)) &&
    want.words.every((word) => finding.all.includes(word));

  const tell = (place, shown) => {
    if (!place) return;
    const { all } = place.dataset;
    place.textContent = String(shown) === all ? all : shown + " of " + all;
  };

  const filter = () => {
    const want = wanted();
    let shown = 0;
    const of = new Map();
    const count = (key) => of.set(key, (of.get(key) ?? 0) + 1);
    for (const finding of read()) {
      finding.shown = fits(finding, want);
      if (!finding.shown) continue;
      shown += 1;
      count(finding.group);
      const list = finding.element.closest("details.like");
      if (list) count(list);
      if (finding.card) count(finding.card);
    }
    for (const { element, card, shown: isShown } of findings) {
      const isCard = element.localName === "article";
      // A finding that does not fit stays, folded to its list, where one like it does.
      element.hidden = !isShown && !(isCard && of.has(element));
      if (isCard) element.classList.toggle("aside", !isShown && of.has(element));
    }
    for (const list of document.querySelectorAll("details.like")) {
      list.hidden = !of.has(list);
      tell(list.querySelector(".tally"), of.get(list) ?? 0);
    }
    const filters = shown < findings.length;
    for (const group of groups) {
      group.hidden = !of.has(group);
      tell(group.querySelector(".tally"), of.get(group) ?? 0);
      if (filters && shown <= 200 && of.has(group)) group.open = true;
    }
    for (const list of document.querySelectorAll("article.aside > details.like")) list.open = true;
    byId("f-shown").textContent = shown + " of " + findings.length + " shown";
    byId("f-none").hidden = shown > 0;
  };

  const reset = () => {
    for (const field of bar.querySelectorAll("input, select")) {
      if (field.type === "checkbox") field.checked = true;
      else field.value = "";
    }
    filter();
  };

  if (bar) {
    bar.hidden = false;
    let soon = 0;
    bar.addEventListener("input", () => {
      clearTimeout(soon);
      soon = setTimeout(filter, 80);
    });
    byId("f-reset").addEventListener("click", reset);
  }

  const follow = () => {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      return;
    }
    const target = id && byId(id);
    if (!target) return;
    if (bar && target.closest("[hidden]")) reset();
    unfold(target);
    target.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();

  // Paper has nothing to click: all is unfolded but long lists.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open], .like, .rest)")];
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
})();
