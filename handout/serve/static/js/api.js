// Ask the server; every answer that is not good is an error with words for the person.

export class Refused extends Error {
  constructor(status, { message, hint, problems }) {
    super(message);
    this.status = status;
    this.hint = hint;
    this.problems = problems ?? [{ message, hint }];
  }
}

async function ask(path, options) {
  const answer = await fetch(path, options);
  if (answer.ok) return answer;
  const told = answer.headers.get("content-type")?.startsWith("application/json")
    ? await answer.json() : { message: await answer.text(), hint: null };
  throw new Refused(answer.status, told);
}

/** Return whether the server answers at all. */
export const isThere = () => fetch("/static/icon.svg", { method: "HEAD" }).then(() => true, () => false);

const json = async (path, options) => (await ask(path, options)).json();
const post = (path, body) => json(path, { method: "POST", body: JSON.stringify(body) });

export const fetchLibrary = () => json("/api/library");
export const fetchPreview = () => json("/api/preview");
export const fetchProgram = async (id) => (await json(`/api/programs/${id}`)).program;
export const readProgram = async (file) =>
  (await json("/api/programs", { method: "POST", body: await file.arrayBuffer() })).program;
export const fetchDocument = (program, options) => post("/api/documents", { program, options });
export const offerToPhone = (program, options) => post("/api/phones", { program, options });
export const saveHandout = (body) => post("/api/handouts", body);
export const saveForm = (path, form) => json(path, { method: "POST", body: form });

/** Return a file of a program and the name that it should have. */
export async function fetchFile(program, options, format) {
  const body = JSON.stringify({ program, options, format });
  const answer = await ask("/api/files", { method: "POST", body });
  const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition"))[1];
  return { blob: await answer.blob(), name };
}
