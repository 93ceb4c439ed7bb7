import { said } from "./page";

/** `[data-share]` opens the phone's own sheet of ways to share; elsewhere it copies the address and says so. */
export function setUpShare(button: HTMLElement): void {
  button.hidden = false;
  button.addEventListener("click", (click) => {
    click.preventDefault();
    void share(button);
  });
}

async function share(button: HTMLElement): Promise<void> {
  const url = said(button, "share") || location.href;
  const title = said(button, "shareTitle") || document.title;
  if (typeof navigator.share === "function") {
    // Closing the sheet without choosing rejects: that is an answer, not an error.
    await navigator.share({ title, url }).catch(() => undefined);
    return;
  }
  await navigator.clipboard.writeText(url);
  const words = button.querySelector("[data-share-words]") ?? button;
  words.textContent = said(button, "copied");
  words.setAttribute("role", "status");
}
