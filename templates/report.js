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

  // A figure of a finding opens the way down to its data, and its evidence.
  const dialog = document.getElementById("evidence");
  const paragraph = (cell) => {
    const made = document.createElement("p");
    made.append(...cell.cloneNode(true).childNodes);
    return made;
  };
  // The chain of a figure, from its cells to what is printed.
  const chain = (steps) => {
    const list = document.createElement("dl");
    for (const [term, text] of steps) {
      const [name, said] = [document.createElement("dt"), document.createElement("dd")];
      name.textContent = term;
      said.textContent = text;
      list.append(name, said);
    }
    const head = document.createElement("h3");
    head.textContent = words.way;
    const way = document.createElement("div");
    way.className = "way";
    way.append(head, list);
    return way;
  };
  const open = (row, steps) => {
    const source = document.getElementById(row.dataset.evidence);
    const parts = source.tagName === "TR" ? [...source.cells].map(paragraph) : [source.cloneNode(true)];
    for (const part of parts) for (const node of [part, ...all("[id]", part)]) node.removeAttribute("id");
    for (const part of parts) for (const figure of all("button.number", part)) figure.replaceWith(figure.textContent);
    dialog.querySelector(".body").replaceChildren(chain(steps), ...parts);
    dialog.setAttribute("aria-label", fill(words.evidence, { claim: row.dataset.claim }));
    dialog.showModal();
  };
  // Where a figure stands in a text: at its place, or, where the text has changed, next after it.
  const place = (text, at, printed, from) => (text.startsWith(printed, at) && at >= from ? at : text.indexOf(printed, from));
  const button = (row, printed, steps) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "number";
    made.textContent = printed;
    made.setAttribute("aria-label", fill(words.number, { number: printed, claim: row.dataset.claim }));
    made.addEventListener("click", () => open(row, steps));
    return made;
  };
  const linked = (row, node) => {
    if (!node || node.nodeType !== Node.TEXT_NODE) return;
    const parts = [];
    let from = 0;
    for (const [start, printed, steps] of words.traces[row.dataset.claim] || []) {
      const at = place(node.data, start, printed, from);
      if (at < 0) continue;
      parts.push(node.data.slice(from, at), button(row, printed, steps));
      from = at + printed.length;
    }
    parts.push(node.data.slice(from));
    node.replaceWith(...parts);
  };
  // Elsewhere than in its sentence a figure is known by how it is printed, where no longer number holds it.
  const anywhere = (row, root) => {
    const ways = new Map((words.traces[row.dataset.claim] || []).map(([, printed, steps]) => [printed, steps]));
    if (!ways.size) return;
    const escaped = [...ways.keys()].sort((a, b) => b.length - a.length).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const figure = new RegExp(`(?<![\\d.,−-])(${escaped.join("|")})(?![\\d%]|[.,]\\d)`);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("svg, button, a")) texts.push(walker.currentNode);
    for (const node of texts) {
      const parts = node.data.split(figure);
      if (parts.length > 1) node.replaceWith(...parts.map((text, i) => (i % 2 ? button(row, text, ways.get(text)) : text)));
    }
  };
  const ofClaim = Object.fromEntries(rows.map((row) => [row.dataset.claim, row]));
  for (const row of rows) linked(row, row.querySelector(".found").firstChild);
  for (const node of all(".denied [data-claim]")) linked(ofClaim[node.dataset.claim], node.firstChild);
  for (const row of rows) {
    const card = document.getElementById(row.dataset.evidence);
    if (card && card.classList.contains("card")) for (const root of all(":scope p:not(.text), :scope li", card)) anywhere(row, root);
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a[href^='#']")) dialog.close();
  });
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
})();
