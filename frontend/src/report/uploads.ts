// Photographs go up one request each, as they are: the server reads time and place from them before it removes both.
import { fill, said } from "../page";

/**
 * `[data-upload-url]` takes over the file inputs in it. The server answers each photograph with a fragment: the whole inside
 * of the container when it brings its own `[data-photos]`, else the inside of `[data-photos]`.
 */
export function setUpUploads(container: HTMLElement): void {
  container.querySelectorAll<HTMLElement>("[data-without-script]").forEach((button) => {
    button.hidden = true;
  });
  const waiting: File[] = [];
  let busy = false;
  const next = async (): Promise<void> => {
    const file = waiting[0];
    if (busy || !file) return;
    busy = true;
    const sheet = preview(container, file);
    try {
      const answer = await send(container, file, sheet);
      waiting.shift();
      show(container, answer);
    } catch {
      // No network: the photograph waits here and goes when there is one again.
      sheet.classList.add("failed");
      sheet.querySelector("[role='status']")?.replaceChildren(said(container, "waiting"));
      busy = false;
      window.addEventListener("online", () => (sheet.remove(), void next()), { once: true });
      return;
    }
    busy = false;
    void next();
  };
  container.addEventListener("change", (change) => {
    const input = change.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
    change.stopPropagation();
    waiting.push(...(input.files ?? []));
    input.value = "";
    void next();
  });
}

function preview(container: HTMLElement, file: File): HTMLElement {
  const sheet = document.createElement("figure");
  sheet.className = "shot uploading";
  const picture = document.createElement("img");
  picture.className = "photo";
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  picture.addEventListener("error", () => picture.remove(), { once: true });
  const progress = document.createElement("progress");
  progress.className = "progress";
  progress.max = 100;
  progress.setAttribute("aria-label", said(container, "sending"));
  const words = document.createElement("figcaption");
  words.className = "small";
  words.setAttribute("role", "status");
  words.textContent = said(container, "sending");
  sheet.append(picture, progress, words);
  (container.querySelector("[data-photos]") ?? container).append(sheet);
  return sheet;
}

/** XMLHttpRequest and not fetch: only it tells how much has gone. */
function send(container: HTMLElement, file: File, sheet: HTMLElement): Promise<string> {
  const body = new FormData();
  const token = container.closest("form")?.elements.namedItem("csrfmiddlewaretoken");
  if (token instanceof HTMLInputElement) body.set(token.name, token.value);
  body.set(said(container, "field") || "photo", file);
  const progress = sheet.querySelector("progress");
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", said(container, "uploadUrl"));
    request.setRequestHeader("HX-Request", "true");
    if (token instanceof HTMLInputElement) request.setRequestHeader("X-CSRFToken", token.value);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (progress) progress.value = (loaded / total) * 100;
    });
    // A refusal is an answer too: the server's words stand in the fragment.
    request.addEventListener("load", () => (request.status < 500 ? resolve(request.responseText) : reject(new Error(String(request.status)))));
    request.addEventListener("error", () => reject(new Error("no network")));
    request.send(body);
  });
}

function show(container: HTMLElement, answer: string): void {
  const photos = container.querySelector("[data-photos]");
  const whole = answer.includes("data-photos");
  fill(whole || !photos ? container : photos, answer);
  container.querySelectorAll<HTMLElement>("[data-without-script]").forEach((button) => {
    button.hidden = true;
  });
  // The place may have come with the photograph.
  container.dispatchEvent(new CustomEvent("opencity:photo", { bubbles: true }));
}
