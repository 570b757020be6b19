// The scorecard in the kit's page, saved as it is typed, through the API as everyone's, and losing nothing.
//
// `base` is the draft as the server last told it, field by field. What differs from it is kept in the browser at every
// keystroke and sent a second after the last one, with `If-Match`. Where the draft has changed meanwhile, each field
// that only one side has changed is taken from that side; where both have, both texts are shown and a person chooses.

import { Clock } from "./clock.js";
import { Copies } from "./copies.js";
import { controls, difference, form, fromCard, inWords, names, placed, readField, readForm, writeField } from "./values.js";

const PAUSE = 1000, // milliseconds without a keystroke, after which it is saved
  LONGEST = 5000, // and at the latest, while somebody types on
  PATIENCE = 15000, // for an answer, and between tries
  REMEMBERED = 3; // of what was sent of a field
const { person, interview } = form.dataset;
const API = "/api/v1";
const copies = new Copies(person, interview);
const status = document.getElementById("saved");
const savedAt = document.getElementById("saved-at");

const rendered = readForm(); // `autocomplete` is off: this is what the server has shown
let base = { ...rendered };
let id = form.dataset.scorecard || null;
let etag = null;
let card = null; // as last read
const sent = {}; // by field, what was sent last: an answer may be lost, but not what it answered
const held = {}; // by field, other texts that wait for a choice
let stopped = false;
let running = null;
let timer = 0;
let since = 0;
let tries = 0;

// --- What is said of it

function say(text, link) {
  if (status.textContent !== text) status.textContent = text;
  if (link) {
    const lead = document.createElement("a");
    [lead.href, lead.textContent] = link;
    status.append(" ", lead);
  }
}

const RESTING = ["Saved.", "Not begun.", "A draft."];
const SIGN_IN = [`/sign-in?next=${encodeURIComponent(location.pathname)}`, "Sign in"];

// --- What is typed, and what of it waits

const now = () => Object.fromEntries(names.map((name) => [name, held[name] ? base[name] : readField(name)]));
const waiting = () => names.filter((name) => held[name] || readField(name) !== base[name]);

function keep() {
  const fields = waiting();
  const pick = (of) => Object.fromEntries(fields.filter((name) => of[name]).map((name) => [name, of[name]]));
  const bases = Object.fromEntries(fields.filter((name) => !held[name]).map((name) => [name, base[name]]));
  const mine = Object.fromEntries(fields.map((name) => [name, readField(name)]));
  form.dataset.saved = fields.length ? "no" : "yes";
  if (fields.length) savedAt.textContent = "";
  const kept = copies.save(fields.length ? { mine, base: bases, sent: pick(sent), others: pick(held) } : null);
  if (!kept) say("This browser keeps no copy: do not close the page before it says “Saved”.");
}

function typed() {
  keep();
  if (stopped) return;
  if (RESTING.includes(status.textContent)) say("Not saved yet…");
  since ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
}

// --- Sending

class Refused extends Error {
  constructor(answer, problem) {
    super(problem.code);
    Object.assign(this, { answer, problem });
  }
}

const token = () => /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] || "";

async function ask(method, path, body, { match, keepalive = false } = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  if (body) headers["Content-Type"] = "application/json";
  if (match) headers["If-Match"] = match;
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(API + path, { method, headers, body: body && JSON.stringify(body), signal, keepalive });
  const told = await answer.json();
  if (!answer.ok) throw new Refused(answer, told);
  return { told, tag: answer.headers.get("ETag") };
}

// Whether the longer text only goes on from the other, so that nothing of that one is lost with it.
const goesOn = (name, text, longer) => controls(name)[0]?.tagName === "TEXTAREA" && longer.startsWith(text);

// Take over what the server says the draft is; what it only `echoed` of what this page has just sent is no news.
function merge(current, tag, echoed = {}) {
  const theirs = fromCard(current);
  for (const name of names) {
    const mine = readField(name);
    const news = theirs[name] !== base[name] && theirs[name] !== echoed[name];
    if (theirs[name] === mine) settle(name, mine);
    else if (news && mine === base[name] && !held[name]) writeField(name, theirs[name]);
    else if (news && !sent[name]?.includes(theirs[name])) {
      if (goesOn(name, mine, theirs[name])) writeField(name, theirs[name]);
      else if (!goesOn(name, theirs[name], mine)) hold(name, theirs[name]);
    }
    base[name] = theirs[name];
  }
  [card, id, etag] = [current, current.id, tag];
  keep();
}

async function find() {
  id ||= (await ask("GET", `/interviews/${interview}/kit`)).told.scorecard?.id || null;
  if (id) await read();
}

async function read() {
  const { told, tag } = await ask("GET", `/scorecards/${id}`);
  if (told.status !== "draft") return stop("It is submitted: what you have typed since is kept here for a day.");
  merge(told, tag);
}

async function push({ keepalive = false } = {}) {
  const values = now();
  const body = difference(base, values, card || {});
  for (const name of names)
    if (values[name] !== base[name]) sent[name] = [...(sent[name] || []), values[name]].slice(-REMEMBERED);
  keep();
  const { told, tag } = id
    ? await ask("PATCH", `/scorecards/${id}`, body, { match: etag, keepalive })
    : await ask("POST", "/scorecards", { interview, interviewer: person, ...body }, { keepalive });
  merge(told, tag, values);
}

// Send what differs until nothing does. One at a time: who asks meanwhile waits for the same.
function save() {
  clearTimeout(timer);
  running ||= run().finally(() => {
    running = null;
  });
  return running;
}

async function run() {
  if (stopped) return false;
  since = 0;
  try {
    if (id && !etag) await read();
    while (!stopped && Object.keys(difference(base, now(), card || {})).length) {
      try {
        await push();
      } catch (error) {
        if (error.problem?.current && error.answer.status === 412) merge(error.problem.current, error.answer.headers.get("ETag"));
        else if (error.problem?.code === "scorecard_exists") await find();
        else throw error;
      }
    }
    if (stopped) return false;
    tries = 0;
    const open = Object.keys(held);
    if (open.length) say("Written in two places: choose.", [`#${place(open[0])}`, "Go there"]);
    else say(id ? "Saved." : "Not begun.");
    if (id && !waiting().length) savedAt.textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    return !open.length;
  } catch (error) {
    return failed(error);
  }
}

function failed(error) {
  const code = error.answer?.status;
  if (code === 401) again("You are signed out. What you type is kept in this browser.", SIGN_IN);
  else if (code === 422) {
    tell(placed(error.problem.errors, difference(base, now(), card || {})), { focus: false });
    say("Not saved: something in it can't be.", ["#faults", "See what"]);
  } else if (code === 409 && error.problem.code === "scorecard_final")
    stop("It is submitted: what you have typed since is kept here for a day.");
  else if (code === 403 || code === 404 || code === 409)
    stop(`Not saved: ${error.problem.detail || error.problem.title} What you type is kept in this browser for a day.`);
  else if (code) again("The server has trouble. What you type is kept in this browser, and sent again in a moment.");
  else again("No connection. What you type is kept in this browser, and sent when it is back.");
  return false;
}

function again(text, link) {
  say(text, link);
  clearTimeout(timer);
  timer = setTimeout(save, Math.min(PATIENCE, 1000 * 2 ** tries++));
}

function stop(text) {
  stopped = true;
  say(text, [`/interviews/${interview}#scorecard`, "See what is stored"]);
}

// --- Two texts of one field

const place = (field) => {
  const of = field.slice(field.indexOf("-") + 1);
  return field === "recommendation" ? field : /^\d+$/.test(of) ? `question-${of}` : of;
};

function hold(name, other) {
  held[name] = [...new Set([...(held[name] || []), other])];
  showChoices(name);
}

function settle(name, chosen) {
  if (!held[name]) return;
  held[name] = held[name].filter((other) => other !== chosen);
  if (!held[name].length) delete held[name];
  showChoices(name);
}

function showChoices(name) {
  const [first] = controls(name);
  if (!first) return;
  const around = first.closest(".choices, .heard") || first.closest("label");
  form.querySelector(`[data-choices="${CSS.escape(name)}"]`)?.remove();
  if (!held[name]) return;
  const box = document.createElement("div");
  box.className = "fault two";
  box.dataset.choices = name;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Written in two places");
  for (const other of held[name]) {
    const says = document.createElement("p");
    says.textContent = "Elsewhere it says:";
    const text = document.createElement("blockquote");
    text.textContent = inWords(name, other) || "nothing";
    const acts = document.createElement("p");
    const choose = (label, value) => {
      const button = document.createElement("button");
      [button.type, button.className, button.textContent] = ["button", "quiet", label];
      button.addEventListener("click", () => choice(name, other, value()));
      acts.append(button, " ");
    };
    choose("Take that", () => other);
    choose("Keep mine", () => readField(name));
    if (first.tagName === "TEXTAREA") choose("Keep both", () => `${readField(name)}\n${other}`);
    box.append(says, text, acts);
  }
  around.after(box);
}

function choice(name, other, value) {
  writeField(name, value);
  settle(name, other);
  controls(name)[0].focus();
  keep();
  save();
}

// --- What other pages of this browser have left

function adopt() {
  for (const { key, mine, base: bases, sent: earlier = {}, others = {} } of copies.others()) {
    for (const [name, text] of Object.entries(mine)) {
      const here = readField(name);
      if (text === here || !names.includes(name)) continue;
      const known = bases[name] === here || earlier[name]?.includes(here) || goesOn(name, here, text);
      if (known && !held[name]) writeField(name, text);
      else if (!goesOn(name, text, here)) hold(name, text);
    }
    for (const [name, texts] of Object.entries(others))
      for (const text of texts) if (names.includes(name) && text !== readField(name)) hold(name, text);
    keep();
    copies.forget(key);
  }
  if (waiting().length) save();
  form.dataset.saved ||= "yes";
}

// --- Submitting

function tell(faults, { focus = true } = {}) {
  const box = document.getElementById("faults");
  form.querySelectorAll("[data-fault]").forEach((each) => each.remove());
  box.replaceChildren();
  box.hidden = !faults.length;
  if (!faults.length) return;
  const head = document.createElement("p");
  head.textContent = "Something is missing or wrong. What you typed is still here.";
  const list = document.createElement("ul");
  const order = ({ field }) => (field ? names.indexOf(field) : -1);
  for (const { field, detail } of [...faults].sort((one, other) => order(one) - order(other))) {
    const line = document.createElement("li");
    const lead = document.createElement(field ? "a" : "span");
    lead.textContent = detail;
    line.append(lead);
    list.append(line);
    const [first] = field ? controls(field) : [];
    if (!first) continue;
    lead.href = `#${place(field)}`;
    lead.dataset.field = field;
    const at = document.createElement("p");
    [at.className, at.textContent, at.dataset.fault, at.id] = ["fault", detail, field, `fault-${field}`];
    (first.closest(".choices") || first.closest("label")).before(at);
    first.setAttribute("aria-describedby", at.id);
  }
  box.append(head, list);
  if (focus) box.focus();
}

async function submit() {
  tell([]);
  const unsaved = () => waiting().length && !stopped;
  await save();
  if (unsaved()) await save(); // what was typed while the first was on its way
  if (unsaved() || stopped) return document.getElementById("saved").scrollIntoView({ block: "center" });
  try {
    if (!id) await push();
    if (!etag) await read();
    await ask("POST", `/scorecards/${id}/submit`, undefined, { match: etag });
  } catch (error) {
    if (error.problem?.code === "scorecard_incomplete") return tell(placed(error.problem.errors, card));
    if (error.answer?.status === 412) {
      merge(error.problem.current, error.answer.headers.get("ETag"));
      return say("It was changed elsewhere just now. Look at it, and submit again.");
    }
    if (error.problem?.code !== "scorecard_final") return failed(error);
  }
  stopped = true;
  copies.save(null);
  clock.forget();
  location.hash = "scorecard";
  location.reload();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.name === "submit") submit();
  else save();
});

// --- Keys, and where links of faults lead

form.addEventListener("click", (event) => {
  const lead = event.target.closest("a[data-field]");
  const [first] = lead ? controls(lead.dataset.field) : [];
  if (!first) return;
  event.preventDefault();
  (controls(lead.dataset.field).find((each) => each.checked) || first).focus();
  first.closest("fieldset, article").scrollIntoView({ block: "nearest" });
});

form.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (target.type !== "radio" || !target.name.startsWith("level-") || event.ctrlKey || event.metaKey || event.altKey) return;
  const wanted = key === "0" ? "not_assessed" : key;
  const chosen = controls(target.name).find((each) => each.value === wanted);
  if (!chosen) return;
  event.preventDefault();
  chosen.checked = true;
  chosen.focus();
  if (key === "0") {
    const [reason] = controls(target.name.replace("level-", "reason-"));
    reason.value ||= "There was no time for it.";
    reason.focus();
    reason.select();
  }
  typed();
});

form.addEventListener("input", (event) => {
  form.querySelector(`[data-fault="${CSS.escape(event.target.name)}"]`)?.remove();
  if (names.includes(event.target.name)) typed();
});
addEventListener("online", () => save());
addEventListener("offline", () => failed(new Error("offline")));
addEventListener("focus", () => waiting().length && save());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && id) etag = null; // another page or device may have written meanwhile: read it first
  if (id || waiting().length) save();
});
addEventListener("pagehide", () => {
  const unsent = Object.keys(difference(base, now(), card || {})).length;
  if (unsent && !stopped && !running && (etag || !id)) push({ keepalive: true }).catch(() => {});
});

document.querySelectorAll(".scripted").forEach((each) => (each.hidden = false));
form.querySelector("[name=save]").textContent = "Save now";
const clock = new Clock(form, `hk-clock:${person}:${interview}`);
adopt();
