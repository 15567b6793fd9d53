// Maps with plans as pins. The list on the page does the same; without scripts or Leaflet nothing is lost.
// One stop for Tab, the arrows go from pin to pin, Enter opens the plan.
"use strict";

(() => {
  const rustig = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const SPELD =
    '<svg class="speld__vorm" viewBox="0 0 32 40" aria-hidden="true" focusable="false">' +
    '<path d="M16 39C9 29 2 23 2 15a14 14 0 0 1 28 0c0 8-7 14-14 24z"/><circle cx="16" cy="15" r="5.5"/></svg>';

  function maakTip({ titel, gebied, status }) {
    const tip = document.createElement("span");
    const klein = document.createElement("small");
    tip.textContent = titel;
    klein.textContent = `${gebied} · ${status}`;
    tip.append(klein);
    return tip;
  }

  // The nearest pin in the direction of an arrow key; pins on the same spot follow one another.
  function buur(map, spelden, van, toets) {
    const begin = map.latLngToLayerPoint(van.getLatLng());
    let beste = null;
    let kortst = Infinity;
    for (const speld of spelden) {
      const { x, y } = map.latLngToLayerPoint(speld.getLatLng()).subtract(begin);
      const [vooruit, opzij] = { ArrowRight: [x, y], ArrowLeft: [-x, y], ArrowDown: [y, x], ArrowUp: [-y, x] }[toets];
      const later = vooruit === 0 && opzij === 0 && speld.nummer > van.nummer ? 1 : 0;
      const afstand = vooruit + 2 * Math.abs(opzij);
      if (speld !== van && (vooruit > 0 || later) && afstand < kortst) [beste, kortst] = [speld, afstand];
    }
    return beste;
  }

  function maakKaart(figuur, gebieden, punten) {
    const opties = figuur.dataset;
    const vlak = figuur.querySelector(".gebiedskaart__vlak");
    const map = L.map(vlak, {
      zoomControl: false,
      attributionControl: false,
      keyboard: false,
      scrollWheelZoom: false, // the wheel scrolls the page
      dragging: !L.Browser.mobile, // so does one finger, until somebody has zoomed in
      zoomSnap: 0.1,
      zoomDelta: 0.7,
      zoomAnimation: !rustig,
      fadeAnimation: !rustig,
      markerZoomAnimation: !rustig,
    });
    const wijken = L.geoJSON(gebieden, {
      interactive: false,
      style: (gebied) => ({
        className: gebied.properties.code === opties.gekozen ? "gebied gebied--gekozen" : "gebied gebied--leeg",
        weight: 1.5,
      }),
    });
    map.fitBounds(wijken.getBounds(), { animate: false });
    wijken.addTo(map);
    vlak.querySelector(".leaflet-overlay-pane").setAttribute("aria-hidden", "true");

    const tip = L.tooltip({ direction: "top", className: "gebiedstip", opacity: 1, offset: [0, -36] });
    const los = !opties.punten; // one plan that the page itself is about: nothing to open
    const spelden = punten.features.map(({ geometry, properties }, nummer) => {
      const [lengte, breedte] = geometry.coordinates;
      const speld = L.marker([breedte, lengte], {
        icon: L.divIcon({ className: "speld", html: SPELD, iconSize: [32, 40], iconAnchor: [16, 39] }),
        keyboard: false,
        interactive: !los,
      }).addTo(map);
      return Object.assign(speld, { plan: properties, nummer });
    });

    function wijsAan(speld) {
      for (const ander of spelden) {
        const aan = ander === speld;
        ander.getElement().classList.toggle("is-aangewezen", aan);
        ander.setZIndexOffset(aan ? 10000 : 0);
        ander.kaartje?.classList.toggle("is-aangewezen", aan);
      }
      if (!speld) {
        tip.remove();
        return;
      }
      tip.setContent(maakTip(speld.plan)).setLatLng(speld.getLatLng());
      if (!map.hasLayer(tip)) tip.addTo(map);
    }
    function maakBereikbaar(speld) {
      for (const ander of spelden) ander.getElement().setAttribute("tabindex", ander === speld ? "0" : "-1");
    }

    if (!los) {
      for (const speld of spelden) {
        const element = speld.getElement();
        const { pk, titel, gebied, status, url } = speld.plan;
        speld.kaartje = document.querySelector(`[data-plan="${CSS.escape(pk)}"]`);
        element.setAttribute("role", "link");
        element.setAttribute("aria-label", `${titel}, ${gebied}, ${status}`);
        speld.on("click", () => location.assign(url));
        speld.on("mouseover", () => wijsAan(speld));
        speld.on("mouseout", () => wijsAan(null));
        element.addEventListener("focus", () => {
          maakBereikbaar(speld);
          if (!map.getBounds().contains(speld.getLatLng())) map.panTo(speld.getLatLng(), { animate: !rustig });
          wijsAan(speld);
        });
        element.addEventListener("blur", () => wijsAan(null));
        element.addEventListener("keydown", (event) => {
          if (event.altKey || event.ctrlKey || event.metaKey) return;
          if (event.key === "Enter") {
            event.preventDefault();
            location.assign(url);
          } else if (/^Arrow/.test(event.key)) {
            event.preventDefault();
            buur(map, spelden, speld, event.key)?.getElement().focus();
          } else if (event.key === "Home" || event.key === "End") {
            event.preventDefault();
            spelden.at(event.key === "Home" ? 0 : -1).getElement().focus();
          } else if (event.key === "Escape") {
            wijsAan(null);
          }
        });
        speld.kaartje?.addEventListener("mouseenter", () => wijsAan(speld));
        speld.kaartje?.addEventListener("mouseleave", () => wijsAan(null));
        speld.kaartje?.addEventListener("focusin", () => wijsAan(speld));
        speld.kaartje?.addEventListener("focusout", () => wijsAan(null));
      }
      if (spelden.length) maakBereikbaar(spelden[0]);
    }
    vlak.querySelector(".leaflet-tooltip-pane").setAttribute("aria-hidden", "true");
    if (los) vlak.querySelector(".leaflet-marker-pane").setAttribute("aria-hidden", "true");

    const gekozen = wijken.getLayers().find((laag) => laag.feature.properties.code === opties.gekozen);
    function toonAlles() {
      map.fitBounds((los ? L.latLngBounds(spelden.map((s) => s.getLatLng())).pad(0) : (gekozen || wijken).getBounds()), {
        padding: [12, 12],
        maxZoom: los ? 14 : undefined,
        animate: false,
      });
    }
    function stelIn() {
      map.setMinZoom(0);
      map.invalidateSize({ animate: false });
      map.fitBounds(wijken.getBounds(), { padding: [12, 12], animate: false });
      map.setMinZoom(map.getZoom());
      map.setMaxBounds(wijken.getBounds().pad(0.25));
      toonAlles();
      werkBij();
    }
    function werkBij() {
      const ingezoomd = map.getZoom() > map.getMinZoom() + 0.01;
      if (L.Browser.mobile) map.dragging[ingezoomd ? "enable" : "disable"]();
    }
    L.control.zoom({ zoomInTitle: opties.inzoomen, zoomOutTitle: opties.uitzoomen, position: "topright" }).addTo(map);
    stelIn();
    map.on("zoomend", werkBij);
    let breedte = vlak.clientWidth;
    new ResizeObserver(() => {
      if (vlak.clientWidth && vlak.clientWidth !== breedte) {
        breedte = vlak.clientWidth;
        stelIn();
      }
    }).observe(vlak);
    if (opties.tegels) legTegels(map, vlak, opties);
  }

  // A background is welcome, not needed: when the first tiles do not come, it is taken away without a word.
  function legTegels(map, vlak, opties) {
    let gelukt = 0;
    let mislukt = 0;
    const tegels = L.tileLayer(opties.tegels, { maxZoom: 19 });
    tegels.on("tileload", () => {
      gelukt += 1;
      if (gelukt > 1) return;
      vlak.classList.add("heeft-tegels");
      L.control.attribution({ prefix: false }).addAttribution(opties.bronTegels).addTo(map);
    });
    tegels.on("tileerror", () => {
      mislukt += 1;
      if (!gelukt && mislukt >= 3) tegels.remove();
    });
    tegels.addTo(map);
  }

  async function haal(url) {
    const antwoord = await fetch(url);
    if (!antwoord.ok) throw new Error(`${antwoord.status}`);
    return antwoord.json();
  }

  // "53.0000" for the script, whatever the language of the page.
  function eenPunt({ lengte, breedte }) {
    const coordinates = [Number(lengte), Number(breedte)];
    return { features: [{ geometry: { coordinates }, properties: {} }] };
  }

  async function begin(figuur) {
    const { laag, punten } = figuur.dataset;
    try {
      const [gebieden, plannen] = await Promise.all([haal(laag), punten ? haal(punten) : eenPunt(figuur.dataset)]);
      maakKaart(figuur, gebieden, plannen);
      figuur.dataset.klaar = "ja";
    } catch (fout) {
      figuur.classList.add("gebiedskaart--mislukt");
      figuur.querySelector(".gebiedskaart__melding").textContent = figuur.dataset.mislukt;
      console.warn("kaart", fout);
    }
  }

  for (const figuur of document.querySelectorAll("[data-plannenkaart]")) begin(figuur);
})();
