// What a page can't do by itself: print, open what is folded before printing, guess a time zone, mend described-by.
for (const button of document.querySelectorAll("[data-act=print]")) button.addEventListener("click", () => print());
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
});
const zone = document.querySelector("[data-guess=time-zone]");
if (zone && !zone.value) zone.placeholder = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
