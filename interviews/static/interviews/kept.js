// A form that is posted as a whole keeps what is typed into it in this browser until it has been taken, so that neither
// a lost connection nor an expired session loses it. `data-keep` says whose and which it is; its hidden `version` or
// `latest` is another once it has been taken.

for (const form of document.querySelectorAll("form[data-keep]")) keepForm(form);

function keepForm(form) {
  const key = `hk-form:${form.dataset.keep}`;
  const version = form.querySelector("[name=version], [name=latest]")?.value || "";
  const fields = () => [...form.elements].filter((each) => each.name && !["hidden", "submit"].includes(each.type));
  const read = () =>
    fields().map((each) => [each.name, ["radio", "checkbox"].includes(each.type) ? [each.value, each.checked] : each.value]);
  const save = (posted) => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), version, posted, values: read() }));
    } catch {
      // the browser keeps nothing
    }
  };
  const write = (values) => {
    for (const [name, value] of values)
      for (const each of form.querySelectorAll(`[name="${CSS.escape(name)}"]`))
        if (!Array.isArray(value)) each.value = value;
        else if (each.value === value[0]) each.checked = value[1];
  };
  const shown = read();
  const bound = form.querySelector(".fault li, .field .fault, fieldset > .fault"); // the server has shown it again
  let copy = null;
  try {
    copy = JSON.parse(localStorage.getItem(key));
  } catch {
    // none
  }
  if (copy && copy.posted && copy.version !== version) localStorage.removeItem(key); // it was taken
  else if (copy && !bound && JSON.stringify(copy.values) !== JSON.stringify(shown)) {
    write(copy.values);
    const note = document.createElement("p");
    note.className = "note";
    note.setAttribute("role", "status");
    note.textContent = "What you had typed here before is back; this browser has kept it for you. ";
    const drop = document.createElement("button");
    [drop.type, drop.className, drop.textContent] = ["button", "quiet", "Forget it"];
    drop.addEventListener("click", () => {
      write(shown);
      localStorage.removeItem(key);
      note.remove();
    });
    note.append(drop);
    form.prepend(note);
  }
  form.addEventListener("input", () => save(false));
  form.addEventListener("submit", () => save(true));
}
