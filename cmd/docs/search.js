"use strict";

// find gives the entries of the index that have all the words of a query, those
// first that have them in their headings.
function find(index, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return index
    .map((entry, place) => {
      const section = entry.section.toLowerCase(), page = entry.page.toLowerCase(), text = entry.text.toLowerCase();
      let score = 0;
      for (const word of words) {
        const times = text.split(word).length - 1;
        const one = (section.includes(word) ? 20 : 0) + (page.includes(word) ? 5 : 0) + Math.min(times, 5);
        if (one === 0) return null;
        score += one;
      }
      return { entry, place, score: section === words.join(" ") ? score + 40 : score };
    })
    .filter(Boolean)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map((found) => found.entry);
}

// around gives some text around the first word that is there, in parts, of which
// every second is a word that was asked for.
function around(text, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0);
  const from = Math.max(0, Math.min(...places, text.length) - 60);
  const part = (from > 0 ? "… " : "") + text.slice(from, from + 200) + (from + 200 < text.length ? " …" : "");
  const pattern = new RegExp("(" + words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("|") + ")", "i");
  const parts = [];
  let rest = part;
  for (let at = pattern.exec(rest); at; at = pattern.exec(rest)) {
    parts.push(rest.slice(0, at.index), at[0]);
    rest = rest.slice(at.index + at[0].length);
  }
  return [...parts, rest];
}

if (typeof document !== "undefined") {
  const index = JSON.parse(document.getElementById("index").textContent);
  const field = document.querySelector("#search input");
  const results = document.getElementById("results"), contents = document.getElementById("contents");
  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };
  const show = () => {
    const query = field.value.trim();
    results.hidden = query === "";
    contents.hidden = query !== "";
    if (query === "") return;
    const found = find(index, query);
    const list = element("ol");
    for (const entry of found.slice(0, 40)) {
      const link = element("a", entry.section === entry.page ? entry.page : entry.page + " › " + entry.section);
      link.href = entry.link;
      const parts = around(entry.text, query).map((part, i) => (i % 2 ? element("mark", part) : part));
      list.append(element("li", link, element("p", ...parts)));
    }
    const count = found.length === 0 ? "Nothing has all of these words." : found.length > 40 ? "The first 40 of " + found.length : found.length + " found";
    results.replaceChildren(element("h1", "Search"), element("p", count), list);
  };
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", show);
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  show();
}
