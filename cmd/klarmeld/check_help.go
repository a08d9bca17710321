package main

// checkHelp is what klarmeld check --help says.
const checkHelp = `Bedømmer hver meddelelse for sig: XML, struktur, og de regler som den alene kan
afgøre. Exitkoden er 0, når intet er værre end til orientering, 10 ved
bemærkninger, 20 ved fejl, 30 når noget ikke kunne afprøves, 64 ved forkert brug.

FIL kan også være en hel leverance: en mappe, et arkiv (ZIP, tar, .gz, .zst, også
det ene i det andet), et arkiv på standard input (-), eller flere end 50 filer. Da
vises fundene samlet efter regel, med antal og de første eksempler, og meddelelserne
holdes også op mod hinanden: referencer til det, der ikke er i leverancen, samme UUID
eller BrugervendtNoegle to gange, en anden Master, og opdateringer før importen.
Hvad der ingen meddelelse er, lægges til side og tælles. Ctrl-C viser det, der er
fundet indtil da.
  --alle viser hvert fund; --csv og --sarif skriver dem alle i en fil.
  --fold viser fundene samlet, også for få filer.
  --hver N bedømmer kun hver N. fil: en stikprøve, uden reglerne på tværs.

Med --samtale er FIL optaget trafik, og meddelelserne bedømmes sammen, i deres
orden: også det, som kun ses af flere under ét. Der læses HAR, Fiddlers .saz, WCF's
.svclog, logfiler med konvolutter i (fx Apache CXF's), SoapUI-projekter, mapper og
arkiver (ZIP, tar, .gz, .zst) med sådanne filer eller med XML, og det, klarmeld serve
--record har optaget. Hvad der ikke er sendt til indekset eller registrene, lægges til
side og tælles. Referencer holdes kun op mod registre, der er nævnt: --registre
(Korsbæk), --fixtures eller --kommune.`
