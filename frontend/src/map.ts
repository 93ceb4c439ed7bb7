// Pages with a map: the drawing itself is heavy and comes only when its place on the page is near.
import { each } from "./page";

each(document, "[data-map]", (element) => {
  const near = new IntersectionObserver(
    (seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      void import("./map/town").then(({ drawTown }) => drawTown(element));
    },
    { rootMargin: "200px" },
  );
  near.observe(element);
});
