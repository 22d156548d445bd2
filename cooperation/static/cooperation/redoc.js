// Redoc over the API's own document; nothing on this page asks another host.

// Redoc's menu would fetch its maker's logo from elsewhere; told that it failed, the menu leaves it out.
const image = HTMLImageElement.prototype;
const { set: setSource, ...source } = Object.getOwnPropertyDescriptor(image, "src");
const isElsewhere = (address) => {
  const url = new URL(address, document.baseURI);
  return url.protocol.startsWith("http") && url.origin !== location.origin;
};
const refuse = (element) => setTimeout(() => element.dispatchEvent(new Event("error")));
Object.defineProperty(image, "src", {
  ...source,
  set(address) {
    isElsewhere(address) ? refuse(this) : setSource.call(this, address);
  },
});
image.setAttribute = function (name, value) {
  name === "src" && isElsewhere(value) ? refuse(this) : Element.prototype.setAttribute.call(this, name, value);
};

const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
const place = document.getElementById("redoc");

Redoc.init(
  place.dataset.schema,
  {
    expandResponses: "200",
    hideDownloadButton: false,
    nativeScrollbars: true,
    scrollYOffset: "header.top",
    theme: {
      colors: { primary: { main: "#5b21b6" } },
      typography: {
        fontFamily: sans,
        headings: { fontFamily: sans },
        code: { fontFamily: mono },
      },
    },
  },
  place,
);
