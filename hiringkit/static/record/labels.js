// Selects that search: their box and their list get the name that the label gives the select.
const name = (box, label) => {
  if (!box || !label) return;
  box.setAttribute("aria-label", label);
  if (!box.hasAttribute("aria-labelledby")) return;
  box.id ||= `${box.getAttribute("aria-labelledby").split(" ").pop()}-box`;
  const chosen = box.getAttribute("aria-labelledby").split(" ").pop();
  box.setAttribute("aria-labelledby", `${box.id} ${chosen}`);
};
const nameAll = () => {
  document.querySelector("#searchbar:not([aria-label])")?.setAttribute("aria-label", "Search"); // its label is an icon
  for (const input of document.querySelectorAll(".datetime input:not([aria-label])")) {
    const label = input.closest(".form-row, td")?.querySelector("label")?.textContent.trim().replace(/:$/, "");
    input.setAttribute("aria-label", `${label}: ${input.name.endsWith("_0") ? "date" : "time"}`);
  }
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = select.labels[0]?.textContent.trim().replace(/:$/, "");
    const box = select.nextElementSibling;
    name(box?.querySelector("[role=combobox]"), label);
    name(box?.querySelector("[role=searchbox]"), label);
    box?.querySelector("ul > .select2-selection__clear")?.setAttribute("role", "listitem");
    const chosen = box?.querySelector("[role=textbox]"); // it is text in the box, not a field of its own
    for (const attribute of ["role", "aria-readonly"]) chosen?.removeAttribute(attribute);
    name(box?.querySelector(".select2-selection__rendered[role=list]"), `${label}: chosen`);
  }
};
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
nameAll();
addEventListener("load", () => {
  const jQuery = window.django?.jQuery;
  if (!jQuery) return;
  jQuery(document).on("select2:open", (event) => {
    const label = event.target.labels?.[0]?.textContent.trim().replace(/:$/, "");
    for (const part of document.querySelectorAll(".select2-dropdown [role=listbox], .select2-dropdown [role=searchbox]"))
      name(part, label);
  });
});
