// Runs before the page is painted: applies the kept appearance, and remembers what is pressed before the app has started.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    const basket = localStorage.getItem("basket");
    if ((!basket || basket === "[]") && !sessionStorage.getItem("checkout")) root.dataset.basket = "empty";
  } catch {
    // storage is refused: the page works without
  }

  const remember = (button) => {
    root.dataset.pressed = `${root.dataset.pressed || ""} ${button.dataset.press}`.trim();
    button.setAttribute("aria-disabled", "true");
    for (const label of button.querySelectorAll(".button-label")) label.classList.toggle("button-label-off");
  };
  const pressed = (name) => ` ${root.dataset.pressed || ""} `.includes(` ${name} `);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#shell [data-press]");
    if (button && !pressed(button.dataset.press)) remember(button);
  });
  document.addEventListener("keydown", (event) => {
    const button = document.querySelector("#shell [data-press=submit]");
    if (event.key === "Enter" && button && event.target.matches?.("#shell input:not([type=checkbox])") && !pressed("submit")) {
      remember(button);
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (innerWidth >= 960) document.querySelector("#shell details")?.setAttribute("open", "");
  });
})();
