// Keys that work everywhere on the page.
import { printDocument, saveFile } from "./give.js";
import { redo, undo } from "./store.js";

export function listenToKeys() {
  addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (command && key === "z") {
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    } else if (command && key === "y") {
      event.preventDefault();
      redo();
    } else if (command && key === "p") {
      event.preventDefault();
      printDocument();
    } else if (command && key === "s") {
      event.preventDefault();
      saveFile("yaml");
    } else if (command && key === "o") {
      event.preventDefault();
      document.getElementById("open-file").click();
    } else if (event.key === "/" && !isTyping(event.target)) {
      event.preventDefault();
      document.getElementById("search").focus();
    }
  });
}

const isTyping = (element) => element.matches("input, textarea, select");
