// The camera on the podium, in English and in German.

export default {
  en: {
    how: "Point this device at the conductor, so that the hands fill the frame and nobody walks through. Drawn here: what moves. No picture leaves this device.",
    start: "Start the camera",
    stop: "Stop",
    picture: "What the camera sees",
    insecure: "Browsers open a camera only on this machine itself or over https. Open the desk at 127.0.0.1, or behind an https proxy.",
    refused: "The camera was not opened: {why}",
    "line.lost": "No line to the show. It is tried again.",
    "line.closed": "The show takes nothing from this camera: {why}",
    "sign.none": "The hands move, or nothing is seen yet",
    "sign.ready": "At rest: an upbeat may follow",
    "sign.upbeat": "Upbeat",
    "sign.ictus": "Beat",
    "sign.withdrawn": "Withdrawn: that was no upbeat",
  },
  de: {
    how: "Dieses Gerät auf den Dirigenten richten: Die Hände füllen das Bild, und niemand läuft hindurch. Gezeichnet wird, was sich bewegt. Kein Bild verlässt dieses Gerät.",
    start: "Kamera einschalten",
    stop: "Ausschalten",
    picture: "Was die Kamera sieht",
    insecure: "Browser öffnen eine Kamera nur auf diesem Rechner selbst oder über https. Das Pult unter 127.0.0.1 öffnen oder hinter einem https-Proxy.",
    refused: "Die Kamera ging nicht auf: {why}",
    "line.lost": "Keine Verbindung zur Vorstellung. Es wird weiter versucht.",
    "line.closed": "Die Vorstellung nimmt von dieser Kamera nichts an: {why}",
    "sign.none": "Die Hände bewegen sich, oder es ist noch nichts zu sehen",
    "sign.ready": "In Ruhe: Ein Auftakt kann folgen",
    "sign.upbeat": "Auftakt",
    "sign.ictus": "Schlag",
    "sign.withdrawn": "Zurückgenommen: das war kein Auftakt",
  },
};
