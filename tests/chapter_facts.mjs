// Measure one chapter where a reading system shows it. The function runs in the page and therefore
// uses nothing from outside. It returns counts, and findings as sentences.
export function chapterFacts(content, ground) {
  const view = content.defaultView;
  const findings = [];
  const say = (what, node) => {
    findings.push(`${what}: ${(node.textContent.trim() || node.outerHTML).slice(0, 60)}`);
  };
  const root = content.querySelector("main") ?? content.body.firstElementChild;
  // One for each column of a page that the text reaches.
  const columns = [...root.getClientRects()];
  const columnOf = (box) => columns.findIndex(
    (column) => box.left >= column.left - 1 && box.right <= column.right + 1,
  );
  const inColumn = (box) => columnOf(box) >= 0;

  const parsed = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const over = ({ rgb, alpha }, below) => rgb.map((part, n) => alpha * part + (1 - alpha) * below[n]);
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (element) => {
    const below = element.parentElement ? background(element.parentElement) : parsed(ground).rgb;
    return over(parsed(view.getComputedStyle(element).backgroundColor), below);
  };
  const words = new Intl.Segmenter(content.documentElement.lang, { granularity: "word" });
  const range = content.createRange();
  const texts = content.createTreeWalker(content.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const element = node.parentElement;
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()];
    if (!node.data.trim() || !boxes.length || element.closest(".unseen, [hidden]")) continue;
    if (!boxes.every(inColumn)) say("outside its column", node);
    const style = view.getComputedStyle(element);
    const behind = background(element);
    const letters = over(parsed(style.color), behind);
    const [darker, lighter] = [luminance(letters), luminance(behind)].sort((one, two) => one - two);
    if ((lighter + 0.05) / (darker + 0.05) < 4.5) say(`${style.color} on ${behind} is pale`, node);
    for (const { segment, index, isWordLike } of words.segment(node.data)) {
      if (!isWordLike) continue;
      count += 1;
      range.setStart(node, index);
      range.setEnd(node, index + segment.length);
      const parts = [...range.getClientRects()];
      const lines = new Set(parts.map((box) => `${columnOf(box)} ${Math.round(box.bottom)}`));
      if (lines.size > 1) say(`'${segment}' is broken`, element);
    }
  }
  const pictures = [...content.querySelectorAll("img, svg")]
    .filter((picture) => !picture.parentElement.closest("svg"));
  for (const picture of pictures) {
    const box = picture.getBoundingClientRect();
    if (!box.width || !box.height) say("a picture has no size", picture);
    if (!inColumn(box)) say("a picture is outside its column", picture);
    if (box.top < -1 || box.bottom > view.innerHeight + 1) say("a picture leaves its page", picture);
  }
  const steps = [...content.querySelectorAll(".steps > li")];
  const sizes = steps.map((step) => parseFloat(view.getComputedStyle(step).fontSize));
  return { findings, words: count, pictures: pictures.length, sizes };
}
