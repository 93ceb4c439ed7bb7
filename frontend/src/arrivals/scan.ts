// Reading codes with the camera, where the browser can: elsewhere the phone's own camera opens the code's address.

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

type DetectorMaker = new (options: { formats: string[] }) => Detector;

const EVERY_MS = 250;
const PAUSE_MS = 1500;

/** `taken` says whether a code belongs to somebody in the list. */
export function setUpScan(root: HTMLElement, taken: (code: string) => boolean): void {
  const button = root.querySelector<HTMLButtonElement>("[data-scan]");
  const view = root.querySelector<HTMLVideoElement>("[data-scan-view]");
  const Maker = (window as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;
  if (!button || !view || !Maker || !("mediaDevices" in navigator)) return;
  button.hidden = false;
  let stop: (() => void) | null = null;
  button.addEventListener("click", () => {
    if (stop) {
      stop();
      stop = null;
      return;
    }
    void watch(view, new Maker({ formats: ["qr_code"] }), taken).then((end) => {
      stop = end;
    });
  });
}

async function watch(view: HTMLVideoElement, detector: Detector, taken: (code: string) => boolean): Promise<(() => void) | null> {
  const camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
  if (!camera) return null;
  view.srcObject = camera;
  view.hidden = false;
  await view.play();
  let last = "";
  let quietUntil = 0;
  const timer = window.setInterval(() => {
    if (Date.now() < quietUntil) return;
    void detector.detect(view).then(([found]) => {
      if (!found || found.rawValue === last || !taken(found.rawValue)) return;
      last = found.rawValue;
      quietUntil = Date.now() + PAUSE_MS;
      navigator.vibrate?.(80);
    }, () => undefined);
  }, EVERY_MS);
  return () => {
    window.clearInterval(timer);
    camera.getTracks().forEach((track) => track.stop());
    view.srcObject = null;
    view.hidden = true;
  };
}
