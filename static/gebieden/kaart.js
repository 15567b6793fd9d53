// Maps of areas. Everything a map does, the links on the page do too; without scripts or Leaflet nothing is lost.
// Leaflet draws, we add what it lacks: areas that can be reached and opened by keyboard, and names that do not overlap.
"use strict";

(() => {
  const rustig = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Where a name may stand, in parts of its own size: on its point, else a little up, down or aside.
  const SCHUIVEN = [
    ...["-50% -50%", "-50% -110%", "-50% 10%", "-75% -50%", "-25% -50%", "-80% 0%", "-20% 0%"],
    ...["-50% 60%", "-25% 60%", "-75% 60%", "-50% -160%", "-50% 110%"],
  ];

  function maakNaam(eigenschappen, waarde) {
    const naam = document.createElement("span");
    naam.className = "gebiedsnaam__tekst";
    naam.textContent = eigenschappen.naam;
    if (waarde) {
      const klein = document.createElement("small");
      klein.textContent = waarde.tekst;
      naam.append(klein);
    }
    return naam;
  }

  // The nearest area in the direction of an arrow key, by the points where the names stand.
  function buur(map, lagen, van, toets) {
    const punt = (laag) => map.latLngToLayerPoint(laag.labelpunt);
    const begin = punt(van);
    let beste = null;
    let kortst = Infinity;
    for (const laag of lagen) {
      const { x, y } = punt(laag).subtract(begin);
      const [vooruit, opzij] = { ArrowRight: [x, y], ArrowLeft: [-x, y], ArrowDown: [y, x], ArrowUp: [-y, x] }[toets];
      const afstand = vooruit + 2 * Math.abs(opzij);
      if (vooruit > 1 && afstand < kortst) [beste, kortst] = [laag, afstand];
    }
    return beste;
  }

  function maakKaart(figuur, data) {
    const opties = figuur.dataset;
    const waarden = JSON.parse(opties.waarden || "{}");
    const vlak = figuur.querySelector(".gebiedskaart__vlak");
    const map = L.map(vlak, {
      zoomControl: false,
      attributionControl: false,
      keyboard: false, // the arrows go from area to area
      scrollWheelZoom: false, // the wheel scrolls the page
      dragging: !L.Browser.mobile, // so does one finger, until somebody has zoomed in
      zoomSnap: 0.1,
      zoomDelta: 0.7,
      zoomAnimation: !rustig,
      fadeAnimation: !rustig,
      markerZoomAnimation: !rustig,
    });
    const lagen = [];
    const perCode = new Map();
    const tip = L.tooltip({ direction: "top", className: "gebiedstip", opacity: 1, offset: [0, -4] });
    let aangewezen = null;

    const groep = L.geoJSON(data, {
      style: (gebied) => {
        const waarde = waarden[gebied.properties.code];
        const klassen = ["gebied", waarde ? `gebied--${waarde.klasse}` : "gebied--leeg"];
        if (gebied.properties.code === opties.gekozen) klassen.push("gebied--gekozen");
        return { className: klassen.join(" "), weight: 1.5 };
      },
      onEachFeature: (gebied, laag) => {
        laag.gebied = gebied.properties;
        laag.labelpunt = L.latLng(gebied.properties.label[1], gebied.properties.label[0]);
        lagen.push(laag);
        perCode.set(laag.gebied.code, laag);
      },
    });
    map.fitBounds(groep.getBounds(), { animate: false }); // Leaflet draws nothing before it knows where to look
    groep.addTo(map);
    // Outlines above the areas: moving an area itself to the front would take the focus away from it.
    const lijn = (className, gebied = null) =>
      L.geoJSON(gebied, { interactive: false, style: { className, fill: false } }).addTo(map);
    const gekozen = perCode.get(opties.gekozen);
    if (gekozen) lijn("gebiedsrand gebiedsrand--gekozen", gekozen.feature);
    const rand = [lijn("gebiedsrand gebiedsrand--buiten"), lijn("gebiedsrand")];

    function wijsAan(laag, { metFocus = false, plek = null } = {}) {
      if (aangewezen) {
        for (const item of aangewezen.items) item.classList.remove("is-aangewezen");
      }
      aangewezen = laag;
      vlak.classList.toggle("heeft-focus", Boolean(laag && metFocus));
      for (const deel of rand) {
        deel.clearLayers();
        if (laag) deel.addData(laag.feature);
      }
      if (!laag) {
        tip.remove();
        return;
      }
      for (const item of laag.items) item.classList.add("is-aangewezen");
      tip.setContent(maakNaam(laag.gebied, waarden[laag.gebied.code])).setLatLng(plek || laag.labelpunt);
      if (!map.hasLayer(tip)) tip.addTo(map);
    }

    // One stop for Tab, the arrows do the rest; the stop is where the reader was last.
    function maakBereikbaar(laag) {
      for (const ander of lagen) ander.getElement().setAttribute("tabindex", ander === laag ? "0" : "-1");
    }

    for (const laag of lagen) {
      const { code, naam, url } = laag.gebied;
      const pad = laag.getElement();
      const tekst = waarden[code] ? `${naam}, ${waarden[code].tekst}` : naam;
      laag.items = document.querySelectorAll(`[data-gebied-code="${CSS.escape(code)}"]`);
      pad.setAttribute("role", "link");
      pad.setAttribute("aria-label", tekst);
      pad.dataset.code = code;
      if (code === opties.gekozen) pad.setAttribute("aria-current", "true");
      laag.on("click", () => location.assign(url));
      laag.on("mouseover mousemove", (event) => wijsAan(laag, { plek: event.latlng }));
      laag.on("mouseout", () => wijsAan(null));
      pad.addEventListener("focus", () => {
        maakBereikbaar(laag);
        const zichtbaar = pad.matches(":focus-visible");
        if (zichtbaar && !map.getBounds().contains(laag.labelpunt)) map.panTo(laag.labelpunt, { animate: !rustig });
        wijsAan(laag, { metFocus: zichtbaar });
      });
      pad.addEventListener("blur", () => wijsAan(null));
      pad.addEventListener("keydown", (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === "Enter") {
          event.preventDefault();
          location.assign(url);
        } else if (/^Arrow/.test(event.key)) {
          event.preventDefault();
          buur(map, lagen, laag, event.key)?.getElement().focus();
        } else if (event.key === "Home" || event.key === "End") {
          event.preventDefault();
          lagen.at(event.key === "Home" ? 0 : -1).getElement().focus();
        } else if (event.key === "Escape") {
          wijsAan(null);
        }
      });
      for (const item of laag.items) {
        item.addEventListener("mouseenter", () => wijsAan(laag));
        item.addEventListener("mouseleave", () => wijsAan(null));
        item.addEventListener("focusin", () => wijsAan(laag));
        item.addEventListener("focusout", () => wijsAan(null));
      }
    }
    maakBereikbaar(gekozen || lagen[0]);

    const namen = lagen.map((laag) =>
      L.marker(laag.labelpunt, {
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: "gebiedsnaam", iconSize: [0, 0], html: maakNaam(laag.gebied, waarden[laag.gebied.code]) }),
      }).addTo(map),
    );
    map.getPane("markerPane").setAttribute("aria-hidden", "true");
    map.getPane("tooltipPane").setAttribute("aria-hidden", "true");

    // Names first, the chosen area's and then the largest's; the values too when all of them fit. Nothing covers a name.
    function plaatsNamen() {
      const volgorde = lagen
        .map((laag, i) => ({ naam: namen[i].getElement(), maat: laag === gekozen ? Infinity : oppervlak(laag) }))
        .sort((a, b) => b.maat - a.maat);
      const kader = vlak.getBoundingClientRect();
      const knoppen = [...vlak.querySelectorAll(".leaflet-control")].map((knop) => knop.getBoundingClientRect());
      const gezet = new Map();
      const past = (naam, maat) => {
        const doos = naam.firstElementChild.getBoundingClientRect();
        const anderen = [...gezet].filter(([ander]) => ander !== naam).map(([, bezet]) => bezet);
        const vrij = [...knoppen, ...anderen].every(
          (d) => !d.width || doos.right < d.left || doos.left > d.right || doos.bottom < d.top || doos.top > d.bottom,
        );
        const binnen = doos.left >= kader.left && doos.right <= kader.right && doos.top >= kader.top && doos.bottom <= kader.bottom;
        if (!vrij || !binnen || doos.width * doos.height > 2.5 * maat) return false;
        gezet.set(naam, doos);
        return true;
      };
      for (const { naam } of volgorde) {
        naam.classList.remove("is-verborgen");
        naam.classList.add("is-kort");
      }
      for (const { naam, maat } of volgorde) {
        const gelukt = SCHUIVEN.some((plek) => {
          naam.firstElementChild.style.translate = plek;
          return past(naam, maat);
        });
        naam.classList.toggle("is-verborgen", !gelukt);
      }
      const zichtbaar = volgorde.filter(({ naam }) => gezet.has(naam));
      const passen = zichtbaar.every(({ naam, maat }) => {
        naam.classList.remove("is-kort");
        return past(naam, maat);
      });
      if (!passen) for (const { naam } of zichtbaar) naam.classList.add("is-kort");
    }
    function oppervlak(laag) {
      const doos = laag.getElement().getBBox();
      return doos.width * doos.height;
    }

    function toonAlles() {
      map.fitBounds(groep.getBounds(), { padding: [8, 8], animate: false });
    }
    function stelIn() {
      map.setMinZoom(0);
      map.invalidateSize({ animate: false });
      toonAlles();
      map.setMinZoom(map.getZoom());
      map.setMaxBounds(groep.getBounds().pad(0.25));
      if (gekozen) map.fitBounds(gekozen.getBounds().pad(0.75), { animate: false });
      werkBij();
    }
    // After every change of zoom: the way back, one finger that moves the map only when it is zoomed in, the names.
    function werkBij() {
      const ingezoomd = map.getZoom() > map.getMinZoom() + 0.01;
      heel.getContainer().hidden = !ingezoomd;
      if (L.Browser.mobile) map.dragging[ingezoomd ? "enable" : "disable"]();
      plaatsNamen();
    }

    L.control.zoom({ zoomInTitle: opties.inzoomen, zoomOutTitle: opties.uitzoomen, position: "topright" }).addTo(map);
    const Heel = L.Control.extend({
      options: { position: "topright" },
      onAdd() {
        const knop = L.DomUtil.create("button", "gebiedskaart__heel");
        knop.type = "button";
        knop.textContent = opties.heel;
        L.DomEvent.disableClickPropagation(knop);
        knop.addEventListener("click", toonAlles);
        return knop;
      },
    });
    const heel = new Heel().addTo(map);
    stelIn();
    map.on("zoomend moveend", werkBij);
    let breedte = vlak.clientWidth;
    new ResizeObserver(() => {
      if (vlak.clientWidth && vlak.clientWidth !== breedte) {
        breedte = vlak.clientWidth;
        stelIn();
      }
    }).observe(vlak);
    document.fonts?.ready.then(plaatsNamen);
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

  async function begin(figuur) {
    const melding = figuur.querySelector(".gebiedskaart__melding");
    try {
      const antwoord = await fetch(figuur.dataset.laag);
      if (!antwoord.ok) throw new Error(`${antwoord.status}`);
      maakKaart(figuur, await antwoord.json());
      figuur.dataset.klaar = "ja";
    } catch (fout) {
      figuur.classList.add("gebiedskaart--mislukt");
      melding.textContent = figuur.dataset.mislukt;
      console.warn("kaart", fout);
    }
  }

  for (const figuur of document.querySelectorAll("[data-gebiedskaart]")) begin(figuur);
})();
