// Swagger UI over the API's own document, one kind at a time; nothing on this page asks another host.
const place = document.getElementById("swagger-ui");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
follow();
dark.addEventListener("change", follow);

// An address of the whole document, such as /api/docs/#/trainings/trainings_list, leads to the page of its kind.
const kind = decodeURIComponent(location.hash.split("/")[1] ?? "");
const link = [...document.querySelectorAll(".shelf a")].find((item) => item.textContent === kind);
if (link && !link.hasAttribute("aria-current")) location.replace(link.href + location.hash);

// The page has a title and a main part of its own; of Swagger UI it needs the forms alone.
const OnlyForms = ({ getComponent, specSelectors, React }) => {
  const Operations = getComponent("operations", true);
  const Errors = getComponent("errors", true);
  const isLoading = specSelectors.loadingStatus() === "loading";
  return React.createElement(
    "div",
    { className: "swagger-ui" },
    React.createElement(Errors),
    isLoading ? React.createElement("p", null, "Loading …") : React.createElement(Operations),
  );
};

// A form shows the parameters that most questions need; a button shows the others, which the document marks.
const foldParameters = (Original, { React }) =>
  function Folded(props) {
    const [isOpen, setOpen] = React.useState(false);
    const common = props.parameters.filter((parameter) => !parameter.get("x-folded"));
    const others = props.parameters.size - common.size;
    const attributes = { type: "button", className: "btn others", "aria-expanded": isOpen, onClick: () => setOpen(!isOpen) };
    return React.createElement(
      React.Fragment,
      null,
      React.createElement(Original, { ...props, parameters: isOpen ? props.parameters : common }),
      others > 0 &&
        React.createElement("button", attributes, isOpen ? `Hide ${others} parameters` : `${others} more parameters`),
    );
  };

// Its link to an operation stands inside a button, where no link may stand.
const linkAsWords = (Original, { React }) =>
  function Words({ text }) {
    return React.createElement("span", null, text);
  };

// Names for fields that it leaves without, and a way for the keyboard into what is scrolled.
const nameFields = () => {
  for (const field of place.querySelectorAll("tr[data-param-name] :is(select, input):not([aria-label])"))
    field.setAttribute("aria-label", field.closest("tr").dataset.paramName);
  for (const field of place.querySelectorAll(".examples-select select:not([aria-label])"))
    field.setAttribute("aria-label", "Example");
  for (const code of place.querySelectorAll("pre:not([tabindex])")) code.setAttribute("tabindex", "0");
};
new MutationObserver(nameFields).observe(place, { childList: true, subtree: true });

SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [
    ({ React }) => ({
      components: { OnlyForms: (props) => OnlyForms({ ...props, React }) },
      wrapComponents: { parameters: foldParameters, DeepLink: linkAsWords },
    }),
  ],
  layout: "OnlyForms",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  syntaxHighlight: false,
  tryItOutEnabled: true,
  validatorUrl: null,
});
