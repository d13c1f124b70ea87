"use strict";
(() => {
  const sortKey = (cell) => {
    const data = cell.querySelector("data");
    if (!data) return cell.className === "r" ? -Infinity : cell.textContent.trim().toLowerCase();
    return data.value === "" ? -Infinity : Number(data.value);
  };
  const order = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "en", { numeric: true });
  };
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const table of document.querySelectorAll("table")) {
    // On a narrow screen rows become lists, where only roles still say that this is a table.
    for (const part of [table, ...table.querySelectorAll("thead,tbody,tr,td")]) {
      part.setAttribute("role", roles[part.tagName]);
    }
    const names = [...table.tHead.rows[0].cells].map((head) => head.textContent);
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, column) => {
        if (cell.tagName === "TH") cell.setAttribute("role", "rowheader");
        else cell.dataset.label = names[column];
      });
    }
    table.classList.add("stack");
    table.querySelectorAll("thead th").forEach((head, column) => {
      head.setAttribute("role", "columnheader");
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => order(sortKey(a.cells[column]), sortKey(b.cells[column])));
        if (down) rows.reverse();
        table.tBodies[0].append(...rows);
      });
    });
  }
  for (const number of document.querySelectorAll("data")) number.title = number.dataset.id;
  if (!navigator.clipboard) return;
  for (const cite of document.querySelectorAll(".cite")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy citation";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(cite.querySelector("p").textContent.trim());
      button.textContent = "Copied";
    });
    cite.append(button);
  }
})();
