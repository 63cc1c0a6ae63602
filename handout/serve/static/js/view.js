// What draws the page: Preact, with its elements written as templates.
import { h, render, Fragment } from "../vendor/preact.mjs";
import htm from "../vendor/htm.mjs";

export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/hooks.mjs";
export { Fragment, render };
export const html = htm.bind(h);
