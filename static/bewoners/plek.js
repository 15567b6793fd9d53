// The map on which somebody points out where a plan is. Without it there is a list of areas; the server decides in which
// area a point lies. The pin is set by a click, a tap or a button, and moved by dragging or with the arrow keys.
"use strict";

(() => {
  const rustig = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const SPELD =
    '<svg viewBox="0 0 24 33" aria-hidden="true"><path d="M12 1C5.9 1 1 5.9 1 12c0 8 11 20 11 20s11-12 11-20C23 5.9 18.1 1 12 1z"/><circle cx="12" cy="12" r="4" fill="#fff"/></svg>';
  const STAP = 6;
  const SNEL = 40;

  function veld(naam) {
    return document.getElementById(`id_${naam}`);
  }

  // Where the server says the pin is; null without one.
  function bewaardePlek() {
    const [lengte, breedte] = [veld("lengte").value, veld("breedte").value];
    return lengte && breedte ? L.latLng(Number(breedte), Number(lengte)) : null;
  }

  function bewaar(plek) {
    veld("lengte").value = plek ? plek.lng.toFixed(5) : "";
    veld("breedte").value = plek ? plek.lat.toFixed(5) : "";
    veld("breedte").dispatchEvent(new Event("change", { bubbles: true }));
  }

  function knop(tekst, bak, doe) {
    const gemaakt = document.createElement("button");
    gemaakt.type = "button";
    gemaakt.className = "linkknop";
    gemaakt.textContent = tekst;
    gemaakt.addEventListener("click", doe);
    bak.append(gemaakt);
    return gemaakt;
  }

  function maakKaart(figuur, data) {
    const opties = figuur.dataset;
    const vlak = figuur.querySelector(".gebiedskaart__vlak");
    const map = L.map(vlak, {
      zoomControl: false,
      attributionControl: false,
      keyboard: false, // the arrows move the pin
      scrollWheelZoom: false, // the wheel scrolls the page
      dragging: !L.Browser.mobile, // so does one finger, until somebody has zoomed in
      zoomSnap: 0.25,
      zoomAnimation: !rustig,
      fadeAnimation: !rustig,
      markerZoomAnimation: !rustig,
    });
    const groep = L.geoJSON(data, { interactive: false, style: { className: "gebied", weight: 1.5 } });
    map.fitBounds(groep.getBounds(), { animate: false });
    groep.addTo(map);
    const namen = groep.getLayers().map((laag) => {
      const [lon, lat] = laag.feature.properties.label;
      const html = document.createElement("span");
      html.textContent = laag.feature.properties.naam;
      const icon = L.divIcon({ className: "wijknaam", iconSize: [0, 0], html });
      return L.marker([lat, lon], { interactive: false, keyboard: false, icon }).addTo(map);
    });
    // A name that would lie over an earlier one waits until somebody zooms in.
    function plaatsNamen() {
      const gezet = [];
      for (const naam of namen) {
        const doos = naam.getElement().firstElementChild.getBoundingClientRect();
        const vrij = gezet.every(
          (d) => doos.right < d.left || doos.left > d.right || doos.bottom < d.top || doos.top > d.bottom,
        );
        naam.getElement().classList.toggle("is-verborgen", !vrij);
        if (vrij) gezet.push(doos);
      }
    }
    plaatsNamen();
    map.on("zoomend", plaatsNamen);
    L.control.zoom({ zoomInTitle: opties.inzoomen, zoomOutTitle: opties.uitzoomen, position: "topright" }).addTo(map);
    map.setMinZoom(map.getZoom() - 0.5);
    map.setMaxBounds(groep.getBounds().pad(0.5));
    map.on("zoomend", () => {
      if (L.Browser.mobile) map.dragging[map.getZoom() > map.getMinZoom() + 0.6 ? "enable" : "disable"]();
    });

    const icoon = L.divIcon({ className: "speld", html: SPELD, iconSize: [36, 46], iconAnchor: [18, 45] });
    const speld = L.marker(map.getCenter(), { icon: icoon, draggable: true, keyboard: true, alt: opties.pin, title: "" });
    let wacht = null;

    function zet(plek, { straks = false } = {}) {
      speld.setLatLng(plek);
      if (!map.hasLayer(speld)) toonSpeld();
      clearTimeout(wacht);
      const stuur = () => {
        wacht = null;
        bewaar(plek);
      };
      wacht = setTimeout(stuur, straks ? 500 : 0); // a key that is held down is one move
    }
    function toonSpeld() {
      speld.addTo(map);
      const element = speld.getElement();
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", opties.pin);
      element.addEventListener("keydown", verschuif);
      zetKnop.hidden = true;
      wegKnop.hidden = false;
    }
    function verbergSpeld() {
      speld.remove();
      zetKnop.hidden = false;
      wegKnop.hidden = true;
    }
    function verschuif(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const ver = event.shiftKey ? SNEL : STAP;
      const richting = { ArrowLeft: [-ver, 0], ArrowRight: [ver, 0], ArrowUp: [0, -ver], ArrowDown: [0, ver] }[event.key];
      if (!richting) return;
      event.preventDefault();
      const plek = map.layerPointToLatLng(map.latLngToLayerPoint(speld.getLatLng()).add(richting));
      zet(plek, { straks: true });
      if (!map.getBounds().pad(-0.1).contains(plek)) map.panTo(plek, { animate: !rustig });
    }

    const bak = figuur.querySelector(".plekkaart__knoppen");
    const zetKnop = knop(opties.zet, bak, () => {
      zet(map.getCenter());
      speld.getElement().focus();
    });
    const wegKnop = knop(opties.weg, bak, () => {
      verbergSpeld();
      bewaar(null);
      zetKnop.focus();
    });
    wegKnop.hidden = true;

    map.on("click", (event) => zet(event.latlng));
    speld.on("dragend", () => zet(speld.getLatLng()));

    const plek = bewaardePlek();
    if (plek) {
      speld.setLatLng(plek);
      toonSpeld();
      map.setView(plek, map.getZoom() + 2.5, { animate: false });
    }
    // The server may have refused the point, or another area was chosen: the pin follows what it says.
    document.addEventListener("htmx:oobAfterSwap", (event) => {
      if (event.detail.target.id !== "plek-punt" || wacht) return; // a newer place is on its way
      const nu = bewaardePlek();
      if (!nu && map.hasLayer(speld)) verbergSpeld();
      else if (nu && !nu.equals(speld.getLatLng(), 0.00002)) speld.setLatLng(nu);
    });
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
    try {
      const antwoord = await fetch(figuur.dataset.laag);
      if (!antwoord.ok) throw new Error(`${antwoord.status}`);
      maakKaart(figuur, await antwoord.json());
      figuur.dataset.klaar = "ja";
    } catch (fout) {
      figuur.classList.add("gebiedskaart--mislukt");
      figuur.querySelector(".gebiedskaart__melding").textContent = figuur.dataset.mislukt;
      console.warn("kaart", fout);
    }
  }

  for (const figuur of document.querySelectorAll("[data-plekkaart]")) begin(figuur);
})();
