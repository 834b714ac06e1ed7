/* Everything the page does. `window.flowmap.replace([{id, html}])` swaps sections. */
(() => {
  "use strict";
  const replace = (sections) => {
    for (const { id, html } of sections) {
      const old = document.getElementById(id);
      if (!old) continue;
      const box = document.createElement("template");
      box.innerHTML = html;
      old.replaceWith(box.content);
    }
  };
  window.flowmap = { replace };
})();
