// The page explains itself: edges light their claims and back, claims are filtered, numbers open their evidence.
// Without this script the page says the same; nothing here asks the network for anything.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = JSON.parse(document.getElementById("words-of-page").textContent);
  const rows = all("tr[data-claim]");
  const arrows = all("figure.graph [data-edge]");
  const edgesOf = (row) => row.dataset.edges.split(" ").filter(Boolean);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Edges and their claims.
  let kept = "";
  const light = (edge) => {
    for (const arrow of arrows) arrow.classList.toggle("lit", arrow.dataset.edge === edge);
    for (const arrow of arrows) arrow.classList.toggle("dim", Boolean(edge) && arrow.dataset.edge !== edge);
    for (const row of rows) row.classList.toggle("lit", Boolean(edge) && edgesOf(row).includes(edge));
  };
  const panel = document.getElementById("edge-claims");
  const tell = (edge) => {
    panel.replaceChildren();
    if (!edge) return;
    const mine = rows.filter((row) => edgesOf(row).includes(edge));
    const head = document.createElement("p");
    head.textContent = fill(mine.length === 1 ? words.edge_claim : words.edge_claims, { edge: words.edges[edge].label, count: mine.length });
    const list = document.createElement("ul");
    for (const row of mine) {
      const item = document.createElement("li");
      const link = row.querySelector("a").cloneNode(true);
      item.append(link, " ", fill(words.edge_item, { text: row.dataset.text, verdict: words.grounds[row.dataset.verdict] }));
      list.append(item);
    }
    const page = document.createElement("a");
    page.href = "#" + words.edges[edge].page;
    page.textContent = words.edge_page;
    panel.append(head, list, page);
  };
  const choose = (edge) => {
    kept = kept === edge ? "" : edge;
    for (const arrow of arrows) arrow.setAttribute("aria-pressed", String(arrow.dataset.edge === kept));
    light(kept);
    tell(kept);
  };
  for (const arrow of arrows) {
    const edge = arrow.dataset.edge;
    arrow.setAttribute("tabindex", "0");
    arrow.setAttribute("role", "button");
    arrow.setAttribute("aria-pressed", "false");
    arrow.setAttribute("aria-label", words.edges[edge].label);
    arrow.addEventListener("mouseenter", () => light(edge));
    arrow.addEventListener("mouseleave", () => light(kept));
    arrow.addEventListener("focus", () => light(edge));
    arrow.addEventListener("blur", () => light(kept));
    arrow.addEventListener("click", () => choose(edge));
    arrow.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(edge);
    });
  }
  for (const row of rows) {
    const [edge] = edgesOf(row);
    if (!edge) continue;
    row.addEventListener("mouseenter", () => light(edge));
    row.addEventListener("mouseleave", () => light(kept));
    row.addEventListener("focusin", () => light(edge));
    row.addEventListener("focusout", () => light(kept));
  }

  // Filters.
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const text = wanted.text.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const fits = ["verdict", "kind", "paragraph"].every((name) => !wanted[name] || row.dataset[name] === wanted[name]);
      row.hidden = !(fits && (!text || row.textContent.toLowerCase().includes(text)));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = fill(words.shown, { count, all: rows.length });
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();

  // Every number of a finding opens its evidence.
  const dialog = document.getElementById("evidence");
  const paragraph = (cell) => {
    const made = document.createElement("p");
    made.append(...cell.cloneNode(true).childNodes);
    return made;
  };
  const open = (row) => {
    const source = document.getElementById(row.dataset.evidence);
    const parts = source.tagName === "TR" ? [...source.cells].map(paragraph) : [source.cloneNode(true)];
    for (const part of parts) for (const node of [part, ...all("[id]", part)]) node.removeAttribute("id");
    dialog.querySelector(".body").replaceChildren(...parts);
    dialog.setAttribute("aria-label", fill(words.evidence, { claim: row.dataset.claim }));
    dialog.showModal();
  };
  const number = /[−+-]?\d[\d,.]*(?:\s?%)?/g;
  for (const row of rows) {
    const target = row.querySelector(".found");
    for (const node of [...target.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE)) {
      const parts = [];
      let from = 0;
      for (const match of node.data.matchAll(number)) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "number";
        button.textContent = match[0];
        button.setAttribute("aria-label", fill(words.number, { number: match[0], claim: row.dataset.claim }));
        button.addEventListener("click", () => open(row));
        parts.push(node.data.slice(from, match.index), button);
        from = match.index + match[0].length;
      }
      parts.push(node.data.slice(from));
      node.replaceWith(...parts);
    }
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a[href^='#']")) dialog.close();
  });
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
})();
