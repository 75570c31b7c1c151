// Starts the app. When it cannot be had, the page says so and keeps what was typed.
import init from "./app.js";

init().catch((error) => {
  console.error(error);
  document.getElementById("boot-failed")?.removeAttribute("hidden");
  document.getElementById("boot-reload")?.addEventListener("click", () => location.reload());
});
