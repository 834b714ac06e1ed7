/* Taking the picture along: as SVG, as PNG, on the clipboard. */

/** The rules of the page's style that a picture needs to look the same elsewhere. */
const looks = () => {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const isOfPicture = (rule) => rule instanceof CSSFontFaceRule || /^\.(row|mark|letter|numbers|how-often|box|body|one-flow)[\w-]*$/.test(rule.selectorText ?? "");
  const colours = getComputedStyle(document.documentElement);
  const plain = (text) => text.replace(/var\((--[\w-]+)\)/g, (_, name) => colours.getPropertyValue(name).trim());
  return rules.filter(isOfPicture).map((rule) => plain(rule.cssText)).join("\n");
};

/** The picture shown as a document of its own. */
const standalone = () => {
  const svg = drawn(shown()).cloneNode(true);
  svg.removeAttribute("style");
  svg.setAttribute("role", "img");
  for (const box of all("[role], [tabindex], [aria-label]", svg)) {
    for (const name of ["role", "tabindex", "aria-label"]) box.removeAttribute(name);
  }
  for (const lit of all(".lit", svg)) lit.classList.remove("lit");
  const style = document.createElementNS(svg.namespaceURI, "style");
  style.textContent = looks();
  svg.prepend(style);
  return new XMLSerializer().serializeToString(svg);
};

const fileName = () => `${$("shown").textContent.replace(/[^\p{L}\p{N}]+/gu, " ").trim().slice(0, 60) || "picture"}`;

const download = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(`Saved as ${name}`);
};

/** Pixels to a unit of the picture, and the most pixels of a picture. */
const SHARP = 2;
const MOST_PIXELS = 60e6;

const asPng = async () => {
  const { width, height } = drawn(shown()).viewBox.baseVal;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone())}`;
  await image.decode();
  const scale = Math.min(SHARP, Math.sqrt(MOST_PIXELS / (width * height)));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
};

/** Does something with the picture shown, and says where the browser does not let it. */
const taking = (id, work, sorry) =>
  $(id).addEventListener("click", async () => {
    if (!shown()) return;
    try {
      await work();
    } catch {
      say(sorry);
    }
  });

const taken = () => {
  taking("save-svg", () => download(new Blob([standalone()], { type: "image/svg+xml" }), `${fileName()}.svg`), "This browser could not save the picture.");
  taking("save-png", async () => download(await asPng(), `${fileName()}.png`), "This browser could not draw the picture: save it as SVG.");
  const sorry = "This browser does not let the page copy: save the picture as PNG.";
  taking("copy", async () => {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": asPng() })]);
    say("The picture is copied.");
  }, sorry);
};

/* Printing: some chapters by themselves, the others where they are chosen. */
const boxesToPrint = () => all('#printing input[type="checkbox"]');

/** Marks what is not to be printed. */
const choosePrinted = () => {
  for (const box of boxesToPrint()) {
    if (box.value === "apart") document.documentElement.classList.toggle("apart", box.checked);
    else $(box.value)?.toggleAttribute("data-unprinted", !box.checked);
  }
};

const printing = () => {
  let closed = [];
  addEventListener("beforeprint", () => {
    choosePrinted();
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
  $("print").addEventListener("click", () => $("printing").showModal());
  $("print-leave").addEventListener("click", () => $("printing").close());
  $("print-now").addEventListener("click", () => {
    $("printing").close();
    print();
  });
};
