// Runs before the page is painted: applies the kept appearance, and remembers what is pressed before the app has started.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    const basket = localStorage.getItem("basket");
    // somebody was signed in here: their form is shown once it is filled, or when that takes too long
    if (localStorage.getItem("returning")) {
      root.dataset.returning = "";
      setTimeout(() => delete root.dataset.returning, 4000);
    }
    if ((!basket || basket === "[]") && !sessionStorage.getItem("checkout")) root.dataset.basket = "empty";
  } catch {
    // storage is refused: the page works without
  }

  const remember = (button) => {
    const { press } = button.dataset;
    const pressed = (root.dataset.pressed || "").split(" ").filter(Boolean);
    if (pressed.includes(press)) return;
    root.dataset.pressed = [...pressed, press].join(" ");
    if (press !== "submit") return;
    button.setAttribute("aria-disabled", "true");
    for (const label of button.querySelectorAll(".button-label")) label.classList.toggle("button-label-off");
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#shell [data-press]");
    if (button) remember(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("#shell #contact input:not([type=checkbox])")) return;
    remember(document.querySelector("#shell #submit"));
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (innerWidth >= 960) document.querySelector("#shell details")?.setAttribute("open", "");
  });
})();
