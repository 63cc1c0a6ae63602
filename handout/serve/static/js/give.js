// Give the programme to the patient: print it, or save it as a file.
import { fetchFile } from "./api.js";
import { written } from "./program.js";
import { refresh } from "./refresh.js";
import { announce, showFailure, store, update } from "./store.js";
import { say } from "./words.js";

/** Return whether the pages in sight are those of the programme. */
export const canPrint = (result) => Boolean(result?.document) && !result.isStale;

/** Print the very PDF, in the browser's dialog. */
export async function printDocument() {
  await refresh();
  const { program, result } = store;
  if (!canPrint(result)) return;
  document.getElementById("printed")?.remove();
  const frame = document.createElement("iframe");
  frame.id = "printed";
  // Browsers do not print a PDF in a frame that takes no part in the layout.
  frame.className = "unseen";
  frame.title = result.title;
  frame.src = `/api/documents/${result.document}.pdf`;
  frame.addEventListener("load", () => {
    frame.contentWindow.focus();
    frame.contentWindow.print();
  });
  document.body.append(frame);
  update({ saved: program });
}

/** Save the programme as a file of a format, where the browser saves files. */
export async function saveFile(format) {
  const { program, options } = store;
  try {
    const { blob, name } = await fetchFile(written(program), options, format);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    update({ saved: program });
    announce(say("saved", { name }));
  } catch (error) {
    showFailure(error);
  }
}
