// The whole main job, the feed, refusals, versions, a download and deletions, with types from openapi-typescript.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Schemas = components["schemas"];

const api = createClient<paths>({
  baseUrl: process.env.API ?? "",
  headers: { Authorization: `Bearer ${process.env.KEY ?? ""}` },
});

function check(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** What a call that should succeed has answered. */
function done<T>(answer: { data?: T; error?: unknown; response: Response }): NonNullable<T> {
  check(answer.data, `${answer.response.status} ${answer.response.url}: ${JSON.stringify(answer.error)}`);
  return answer.data;
}

const isGone = (row: object): row is Schemas["RemoteTombstone"] => "deleted_at" in row;

const me = done(await api.GET("/api/v1/me"));
check(me.kind === "integration" && me.key?.scopes.includes("all"), "who is asking");

// The main job. No field with a default is asked for.
const roles = done(await api.GET("/api/v1/roles"));
check(roles.results.some((role) => role.slug === "data-scientist"), "the role is listed");
const draft = done(
  await api.POST("/api/v1/plans/assemble", {
    body: { role: "data-scientist", rounds: [{ title: "Analysis", minutes: 60, focus: ["causal-reasoning"] }] },
  }),
);
const plan = done(await api.POST("/api/v1/plans/{id}/publish", { params: { path: { id: draft.id } } }));
const round = plan.rounds[0];
check(plan.status === "published" && round && round.items.length > 0, "a published plan with questions");
const job = done(
  await api.POST("/api/v1/jobs", {
    body: { title: "Data Scientist", plan: plan.id, remote_id: "req-1", hiring_managers: ["boss@example.com"] },
  }),
);
const candidate = done(await api.POST("/api/v1/candidates", { body: { name: "A Candidate", remote_id: "c-1" } }));
const application = done(
  await api.POST("/api/v1/applications", { body: { candidate_remote_id: "c-1", job: job.id, remote_id: "a-1" } }),
);
const panelists = ["first@example.com", "second@example.com"];
const interview = done(
  await api.POST("/api/v1/interviews", { body: { application_remote_id: "a-1", round: round.id, panelists } }),
);
const focus = round.competencies.map((row) => row.competency.slug);
const scores = focus.map((competency) => ({
  competency,
  state: "rated" as const,
  level: 3,
  evidence: "Said what the number means.",
}));

// A refusal names every gap.
const gaps = await api.POST("/api/v1/scorecards", {
  body: { interview: interview.id, interviewer: "first@example.com", submit: true },
});
check(gaps.response.status === 422 && gaps.error?.code === "scorecard_incomplete", "gaps are refused");
check(gaps.error.errors.some((fault) => fault.code === "recommendation_missing"), "each gap has its code");

for (const interviewer of panelists) {
  const card = done(
    await api.POST("/api/v1/scorecards", {
      body: { interview: interview.id, interviewer, overall_recommendation: "yes", scores },
    }),
  );
  const submitted = done(await api.POST("/api/v1/scorecards/{id}/submit", { params: { path: { id: card.id } } }));
  check(submitted.status === "submitted", "it is submitted");
}
const at = { params: { path: { id: application.id } } };
const summary = done(await api.GET("/api/v1/applications/{id}/summary", at));
check(summary.panel.submitted === 2 && summary.overall.recommendation_counts.yes === 2, "the summary has both");
const decision = done(
  await api.POST("/api/v1/applications/{id}/decision", {
    ...at,
    body: { outcome: "advance", rationale: "Strong where it counts.", decided_by: "boss@example.com" },
  }),
);
check(decision.against_panel === false, "the decision goes with the panel");

// A download.
const csv = await api.GET("/api/v1/applications/{id}/summary/export", {
  params: { path: { id: application.id }, query: { export: "csv" } },
  parseAs: "text",
});
check(done(csv).replace("\ufeff", "").startsWith("record,"), "a file of columns");
check(csv.response.headers.get("Content-Disposition")?.includes("attachment"), "with a name");

// Nulls in lists.
const compared = done(
  await api.GET("/api/v1/roles/compare", { params: { query: { roles: "ml-engineer,data-engineer" } } }),
);
const cells = compared.competencies.flatMap((row) => row.cells);
check(cells.includes(null) && cells.some((cell) => cell !== null && cell.weight > 0), "cells and nulls");

// Versions: 304, then 412 with the present state.
const read = await api.GET("/api/v1/jobs/{id}", { params: { path: { id: job.id } } });
const tag = read.response.headers.get("ETag");
check(tag, "a tag");
const known = await api.GET("/api/v1/jobs/{id}", {
  params: { path: { id: job.id }, header: { "If-None-Match": tag } },
});
check(known.response.status === 304, "unchanged");
const rename = (title: string) =>
  api.PATCH("/api/v1/jobs/{id}", { params: { path: { id: job.id }, header: { "If-Match": tag } }, body: { title } });
check(done(await rename("Another title")).title === "Another title", "renamed");
const stale = await rename("A third title");
check(stale.response.status === 412 && stale.error && "current" in stale.error, "412 shows what is there");
check((stale.error.current as Schemas["Job"]).title === "Another title", "as it is now");

// A deletion, and the feed that tells of it.
const brief = done(await api.POST("/api/v1/candidates", { body: { name: "Short Stay" } }));
const gone = await api.DELETE("/api/v1/candidates/{id}", { params: { path: { id: brief.id } } });
check(gone.response.status === 204, "deleted");
const feed: (Schemas["Candidate"] | Schemas["RemoteTombstone"])[] = [];
let cursor: string | undefined;
do {
  const page = done(
    await api.GET("/api/v1/candidates", { params: { query: { include_deleted: true, page_size: 1, cursor } } }),
  );
  feed.push(...page.results);
  cursor = page.next === null ? undefined : (new URL(page.next).searchParams.get("cursor") ?? undefined);
} while (cursor !== undefined);
check(feed.filter(isGone).map((row) => row.id).join() === brief.id, "one tombstone");
check(feed.some((row) => !isGone(row) && row.name === candidate.name), "and who is there");
console.log("walked");
