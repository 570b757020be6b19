// The scorecard as one map from the form's field names to texts, and from there to what the API reads and writes.

export const form = document.getElementById("card");
const competencies = [...form.querySelectorAll("fieldset.competency")].map((each) => each.id);
const questions = [...form.querySelectorAll("[data-item]")].map((each) => ({
  number: each.id.replace("question-", ""),
  item: each.dataset.item,
}));
const PARTS = { score: ["level", "evidence", "reason", "heard"], item: ["outcome", "why", "note"] };
const UNRATED = ["not_assessed", "not_applicable"];
const EMPTY = { outcome: "asked" };

export const names = [
  ...competencies.flatMap((slug) => PARTS.score.map((part) => `${part}-${slug}`)),
  ...questions.flatMap(({ number }) => PARTS.item.map((part) => `${part}-${number}`)),
  "recommendation",
];
const empty = Object.fromEntries(names.map((name) => [name, EMPTY[name.split("-")[0]] || ""]));

export const controls = (name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];

export function readField(name) {
  const [first, ...others] = controls(name);
  if (!first) return empty[name];
  if (first.type === "radio" || first.type === "checkbox")
    return [first, ...others].filter((each) => each.checked).map((each) => each.value).join(",");
  return first.value;
}

export function writeField(name, value) {
  const found = controls(name);
  for (const each of found)
    if (each.type === "radio" || each.type === "checkbox") each.checked = value.split(",").includes(each.value);
    else each.value = value;
}

export const readForm = () => Object.fromEntries(names.map((name) => [name, readField(name)]));

// What a value is called in the page: a level by its anchor, a text by itself.
export function inWords(name, value) {
  const [first] = controls(name);
  if (first && first.type === "radio") {
    const chosen = controls(name).find((each) => each.value === value);
    return chosen ? chosen.closest("label").textContent.trim() : value;
  }
  if (first && first.tagName === "SELECT") return [...first.options].find((each) => each.value === value)?.text || value;
  return value;
}

const lines = (text) => text.replace(/\r\n?/g, "\n");

export function fromCard(card) {
  const values = { ...empty, recommendation: card.overall_recommendation || "" };
  const numbers = Object.fromEntries(questions.map(({ number, item }) => [item, number]));
  for (const score of card.scores) {
    const slug = score.competency.slug;
    if (!competencies.includes(slug)) continue;
    values[`level-${slug}`] = score.state === "rated" ? String(score.level ?? "") : score.state;
    values[`evidence-${slug}`] = lines(score.evidence);
    values[`reason-${slug}`] = lines(score.reason);
    const heard = score.questions.filter((note) => note.asked).map((note) => numbers[note.item]);
    values[`heard-${slug}`] = questions.map(({ number }) => number).filter((number) => heard.includes(number)).join(",");
  }
  for (const told of card.items) {
    const number = numbers[told.item];
    values[`outcome-${number}`] = told.alternate || (told.asked ? "asked" : "skipped");
    values[`why-${number}`] = lines(told.reason);
    values[`note-${number}`] = lines(told.note);
  }
  return values;
}

// What a PATCH has to say so that the draft is as `now`, where it is as `base`; `card` is the draft as last read.
export function difference(base, now, card) {
  const differs = (name) => base[name] !== now[name];
  const body = {};
  if (differs("recommendation")) body.overall_recommendation = now.recommendation || null;
  const scores = competencies.filter((slug) => PARTS.score.some((part) => differs(`${part}-${slug}`)));
  if (scores.length) body.scores = scores.map((slug) => score(slug, now, differs(`heard-${slug}`) ? card : null));
  const told = questions.filter(({ number }) => PARTS.item.some((part) => differs(`${part}-${number}`)));
  if (told.length) body.items = told.map(({ number, item }) => itemOf(number, item, now));
  return body;
}

function score(slug, now, card) {
  const chosen = now[`level-${slug}`];
  const unrated = UNRATED.includes(chosen);
  const written = {
    competency: slug,
    state: unrated ? chosen : "rated",
    level: unrated || !chosen ? null : Number(chosen),
    evidence: now[`evidence-${slug}`],
    reason: now[`reason-${slug}`],
  };
  if (card) written.questions = heardNotes(slug, now[`heard-${slug}`].split(","), card);
  return written;
}

// On which questions it was heard; what a program noted there stays.
function heardNotes(slug, heard, card) {
  const present = card.scores?.find((each) => each.competency.slug === slug)?.questions || [];
  return questions.flatMap(({ number, item }) => {
    const old = present.find((note) => note.item === item);
    if (heard.includes(number)) return [{ item, asked: true, level: old?.level ?? null, note: old?.note || "" }];
    return old && (old.note || !old.asked) ? [{ item, asked: false, level: null, note: old.note }] : [];
  });
}

function itemOf(number, item, now) {
  const outcome = now[`outcome-${number}`];
  const alternate = ["asked", "skipped"].includes(outcome) ? null : outcome;
  return { item, asked: outcome !== "skipped", alternate, reason: now[`why-${number}`], note: now[`note-${number}`] };
}

// The fields that faults of the API are about; `sent` is the scorecard that their places count in.
export function placed(faults, sent) {
  return faults.map(({ pointer, detail }) => {
    const [kind, place, member] = pointer.slice(1).split("/");
    if (kind === "overall_recommendation") return { field: "recommendation", detail: detail.replace("`no_decision`", "“no decision”") };
    if (kind === "scores") {
      const slug = place === undefined ? detail.split("`")[1] : slugOf(sent.scores[place]);
      const name = form.querySelector(`#${CSS.escape(slug)} legend`)?.textContent || slug;
      const part = ["evidence", "reason"].includes(member) ? member : "level";
      return { field: `${part}-${slug}`, detail: detail.replace(`\`${slug}\``, name) };
    }
    const number = questions.find(({ item }) => item === sent.items?.[place]?.item)?.number;
    return { field: number && `${member === "reason" ? "why" : member === "note" ? "note" : "outcome"}-${number}`, detail };
  });
}

const slugOf = (score) => score.competency.slug || score.competency;
