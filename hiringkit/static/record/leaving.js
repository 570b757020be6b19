// A record's form whose changes are not saved is not left without a question.
for (const form of document.querySelectorAll(".change-form #content-main > form[method=post]")) {
  let changed = document.querySelector(".errornote") !== null;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("change", () => (changed = true));
  window.django?.jQuery(form).on("select2:select select2:unselect select2:clear", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => changed && event.preventDefault());
}
