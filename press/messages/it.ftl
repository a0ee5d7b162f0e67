# Strings of the reader pages. Same keys as in en.ftl; a test holds them together.

# Frame
skip = Vai al contenuto
menu = Menu
nav-label = Sezioni
nav-front = Prima pagina
footer-label = Indice del sito
footer-sections = Sezioni
footer-title = La testata
footer-follow = Seguici
footer-siblings = Le altre testate
footer-imprint = Gerenza e contatti
footer-corrections = Correzioni
footer-archive = Archivio
footer-log = Registro pubblico
feed-rss = Feed RSS
colophon-registration = Registrazione: { $court }, n. { $number }.
colophon-registration-dated = Registrazione: { $court }, n. { $number } del { $day }.
colophon-director = Direttore responsabile: { $value }.
colophon-publisher = Editore: { $value }.
colophon-vat = P. IVA { $value }.
colophon-roc = ROC n. { $value }.
colophon-newsroom = Redazione: { $value }.
colophon-imprint = Gerenza completa
colophon-made-with = Composto con Colophon, software libero.

# Dates, numbers, lists
month-1 = gennaio
month-2 = febbraio
month-3 = marzo
month-4 = aprile
month-5 = maggio
month-6 = giugno
month-7 = luglio
month-8 = agosto
month-9 = settembre
month-10 = ottobre
month-11 = novembre
month-12 = dicembre
weekday-1 = Lunedì
weekday-2 = Martedì
weekday-3 = Mercoledì
weekday-4 = Giovedì
weekday-5 = Venerdì
weekday-6 = Sabato
weekday-7 = Domenica
weekday-short-1 = lun
weekday-short-2 = mar
weekday-short-3 = mer
weekday-short-4 = gio
weekday-short-5 = ven
weekday-short-6 = sab
weekday-short-7 = dom
date-first = 1º
date-short = { $day } { $month }
date-day = { $day } { $month } { $year }
date-weekday = { $weekday } { $day }
date-month = { $month } { $year }
day-and-time = { $day }, { $time }
# { $hour2 } is the hour in two digits.
time = { $hour }.{ $minute }
list-and = { $first } e { $last }
euros = { $amount } €
articles = { $n ->
    [one] { $n } articolo
   *[other] { $n } articoli
}
page-number = pagina { $n }

# Byline
byline-text = di { $names }
byline-photo = foto di { $names }
byline-translation = traduzione di { $names }
byline-editing = a cura di { $names }
byline-data = dati di { $names }
byline-desk = A cura della redazione
byline-agency = Testo d’agenzia
byline-protected = Senza firma per proteggere chi scrive
byline-none = Senza firma

# Kinds and labels
kind-news = Notizia
kind-brief = Breve
kind-analysis = Analisi
kind-opinion = Opinione
kind-interview = Intervista
kind-live = Diretta
kind-service = Servizio
kind-listing = Appuntamenti
kind-obituary = Necrologio
kind-letter = Lettera
kind-gallery = Galleria
kind-agency = Testo d’agenzia
kind-press-release = Comunicato stampa
kind-satire = Satira
kind-sponsored = Contenuto sponsorizzato
label-opinion = Opinione: il parere di chi firma
label-letter = Lettera: il parere di chi scrive al giornale
label-press-release = Comunicato stampa: parole di chi lo diffonde
label-satire = Satira: fatti e parole sono inventati
label-sponsored-by = Contenuto pagato da { $name }
label-withdrawn = Ritirato
label-language-it = Testo in italiano
label-language-en = Testo in inglese
label-language-fr = Testo in francese
label-language-de = Testo in tedesco
label-language-es = Testo in spagnolo
label-language-pt = Testo in portoghese
label-language-sl = Testo in sloveno
label-language-hr = Testo in croato
label-language = Testo in altra lingua: { $name }
label-generated = Testo generato con l’intelligenza artificiale
label-generated-reviewed = Testo generato con l’intelligenza artificiale, riletto da { $name }
label-picture-generated = Immagine generata con l’intelligenza artificiale

# Record strip
record-label = Scheda dell’articolo
record-published = Pubblicato { $when }
record-updated = Aggiornato { $when }
record-updated-at = Aggiornato alle { $when }
record-minutes = { $n ->
    [one] { $n } minuto
   *[other] { $n } minuti
}
record-sources = { $n ->
    [one] { $n } fonte
   *[other] { $n } fonti
}
record-corrections = { $n ->
    [one] { $n } correzione
   *[other] { $n } correzioni
}
record-version = Versione { $n }
record-first-version = Prima versione
record-history = come è cambiato questo articolo

# Notes
notes-label = Che cosa è cambiato
notes-see-change = Vedi la modifica
notes-older-updates = { $n ->
    [one] Un aggiornamento precedente
   *[other] { $n } aggiornamenti precedenti
}
withdrawn-on = Abbiamo ritirato questo articolo il { $when }.
withdrawn-by = Ha deciso { $name }.
withdrawn-text = Il testo non è più disponibile. Quando è cambiato, e perché, resta scritto nella cronologia.
withdrawn-heading = Articolo ritirato
withdrawn-headline = Il titolo era:
class-first = Prima uscita
class-typo = Refuso
class-style = Stile
class-update = Aggiornamento
class-correction = Correzione
class-clarification = Precisazione
class-reply = Replica
class-withdrawal = Ritiro
class-kill = Annullamento
class-restoration = Ripubblicazione
class-placing = Collocazione
class-legal = Omissis per legge
class-rights = Omissis per diritti altrui

# Sources
sources = Fonti
sources-rules = Come usiamo le fonti
sources-own-reporting = La redazione era sul posto: { $place }.
sources-state = Fonte controllata da uno Stato.
sources-contract = Usata per contratto.
sources-consent = La direzione ne conosce l’identità e ha dato il consenso il { $day } ({ $name }).
sources-read = Leggi la fonte
sources-read-on = Leggi su { $host }
sources-back = { $turns ->
    [one] Torna al punto del testo con la fonte { $n }
   *[other] Torna al punto del testo con la fonte { $n }, richiamo { $turn }
}
source-agency = Agenzia
source-document = Documento
source-interview = Intervista
source-witness = Testimone
source-outlet = Testata
source-dataset = Dati
source-press-release = Comunicato
source-phone = Telefonata
source-event = Evento
source-confidential = Fonte riservata
source-other = Fonte
ai-none = Uso dell’intelligenza artificiale: nessuno.
ai-assisted = Uso dell’intelligenza artificiale: assistita.
ai-generated = Uso dell’intelligenza artificiale: generata.
ai-reviewed = Riletto prima della pubblicazione da { $name }.

# Text
text-source = Fonte
text-note = Nota
text-back = Torna al testo, nota
live-since = In diretta dal { $when }
live-over = Diretta dal { $from } al { $to }
live-key-points = In breve
live-one-more = 1 nuovo aggiornamento
live-more = # nuovi aggiornamenti
text-table = Tabella
text-full-picture = Immagine intera
notes-to-text = Note al testo

# Article
topics = Argomenti
share = Condividi:
share-mail = E-mail
author-box = Chi scrive
related = Da leggere insieme
read-in = Leggi in
original-on = Pubblicato in origine da
comments = Commenti
comment-author = Autore
comment-newsroom = Redazione
comment-count = { $n ->
    [one] { $n } commento
   *[other] { $n } commenti
}
corrected = Corretto

# Front and lists
edition = Edizione delle { $time }
latest = Ultime notizie
most-read = I più letti
breaking = Ultim’ora
featured = In evidenza
river = Le altre notizie
front-empty = La prima pagina è ancora vuota
front-empty-text = Il primo articolo pubblicato comparirà qui.
corrections-latest = Abbiamo corretto
corrections-all = Tutte le correzioni
in-section = In questa sezione
section-empty = In questa sezione non c’è ancora nessun articolo.
articles-heading = Articoli
newer = Più recenti
older = Meno recenti
pages-label = Pagine
people-articles = Articoli
topic-kicker = Argomento
topic-person = Persona
topic-place = Luogo
topic-organisation = Organizzazione
topic-dossier = Dossier
dossier-part = Parte { $n } di { $parts }
dossier-parts = Le parti in ordine
dossier-previous = Parte precedente
dossier-next = Parte successiva
topic-people = Persone
topic-organisations = Organizzazioni
topic-places = Luoghi
topic-together = Persone e luoghi
topic-timeline = Cronologia
topic-pinned = Da leggere per primi

# Search
search = Cerca
search-words = Parole da cercare
search-help = «Una frase esatta», -senza, autore:nome, sezione:cronaca, argomento:porto, fonte:agenzia, titolo:parola
search-count = { $n ->
    [one] { $n } risultato
   *[other] { $n } risultati
}
search-count-for = { $n ->
    [one] { $n } risultato per «{ $words }»
   *[other] { $n } risultati per «{ $words }»
}
search-nothing = Nessun risultato
search-nothing-for = Nessun risultato per «{ $words }»
search-nothing-text = Prova con altre parole, con meno parole, o togli quello che restringe la ricerca. L’archivio elenca tutto, giorno per giorno.
search-some-words = Nessun articolo ha tutte queste parole: questi ne hanno alcune.
search-all-words = { $n ->
    [one] { $n } ha tutte queste parole; gli altri ne hanno alcune.
   *[other] { $n } hanno tutte queste parole; gli altri ne hanno alcune.
}
search-being-made = La ricerca è in preparazione e per il momento non può rispondere. Riprova tra un minuto; l’archivio elenca tutto, giorno per giorno.
search-meant = Forse cercavi
search-best-first = Più pertinenti
search-newest-first = Più recenti
search-order = Ordine
search-narrow = Restringi la ricerca
search-chosen = Ristretta a
search-wider = togli
search-where = Dove cercare
search-everywhere = Tutte le testate della rete
search-title = Testata
search-section = Sezione
search-topic = Argomento
search-by = Firma
search-kind = Genere
search-year = Anno
search-archive = L’archivio giorno per giorno

# Archive
archive = Archivio
archive-about = Tutti gli articoli pubblicati, giorno per giorno.
listing-about = { $name }: gli articoli di { $title }.
archive-path = Dove sei nell’archivio
archive-earlier = Prima
archive-later = Dopo
archive-empty = Nessun articolo in questo periodo.
archive-fronts = La prima pagina di questo giorno
past-front = La prima pagina del { $when }
past-about = Così stava la prima pagina in quel minuto. I titoli, e i posti che la redazione aveva riempito a mano, sono quelli di allora; gli altri posti e l’elenco sono rifatti con quello che era già uscito. Ciò che da allora è stato ritirato o coperto da omissis non si mostra di nuovo.
past-composed = Composta a mano l’ultima volta: { $when }.
past-automatic = Nessuno l’aveva composta a mano: ogni posto era riempito secondo l’ordine di uscita.
past-others = Già uscito in quel minuto
past-today = La prima pagina di oggi

# History and revisions
history-kicker = Cronologia pubblica
history-heading = Come è cambiato questo articolo
history-total = { $n ->
    [one] Una versione. Resta leggibile.
   *[other] { $n } versioni. Ognuna resta leggibile.
}
history-total-withdrawn = { $n ->
    [one] Una versione. Il testo è stato ritirato e non si legge più; restano la data e il motivo.
   *[other] { $n } versioni. Il testo è stato ritirato e non si legge più; restano date e motivi.
}
history-versions = Versioni
history-read = Leggi la versione { $n }
history-all = Tutte le versioni
history-filter = Solo un tipo di cambiamento
history-folded = Solo ortografia
history-first = Il testo con cui l’articolo è uscito.
history-no-words = Nessuna parola del testo è cambiata.
history-unseen = Le parole sono le stesse: è cambiata la loro disposizione, o un dato che la pagina non mostra.
history-withdrawn = Il testo è stato ritirato.
history-added = { $n ->
    [one] { $n } parola aggiunta
   *[other] { $n } parole aggiunte
}
history-removed = { $n ->
    [one] { $n } tolta
   *[other] { $n } tolte
}
history-redacted = Parole tolte per legge: { $reason }
history-entry = Voce { $n } del registro pubblico
history-proof = Prova della versione { $n } (.tlog-proof)
history-log = Ogni versione è una voce di un registro firmato, che si può solo allungare: con la prova chiunque può controllare, anche senza di noi, che una versione c’era e che nessuno l’ha cambiata dopo.
history-log-more = Come funziona il registro
diff-removed = Tolto:
diff-added = Aggiunto:
diff-marked = Cambiata la forma:
diff-paragraph = Paragrafo { $n }
diff-crosshead = Titoletto
diff-list = Elenco
diff-quote = Citazione
diff-pull = Frase in evidenza
diff-box = Scheda
diff-table = Tabella
diff-caption = Didascalia
diff-picture = Immagine
diff-code = Righe di codice
diff-rule = Stacco
diff-embed = Contenuto di altri siti
field-kind = Genere
field-sponsor = Chi paga
field-kicker = Occhiello
field-headline = Titolo
field-standfirst = Sommario
field-byline = Firma
field-dateline = Luogo e data
field-picture = Foto di apertura
field-sources = Fonti
field-own-reporting = La redazione sul posto
field-ai = Intelligenza artificiale
field-rights = Diritti
field-placement = Collocazione
field-language = Lingua
field-reviewer = Rilettura
field-series = Rubrica
field-other = Altro
revision-is-old = Stai leggendo la versione { $n }, del { $when }: non è quella di oggi.
revision-is-live = Questa è la versione { $n }, del { $when }, quella che i lettori leggono oggi.
revision-to-live = Leggi l’articolo di oggi
revision-to-article = Leggi l’articolo
revision-previous = Versione { $n }
revision-next = Versione { $n }
revision-label = Versioni vicine

# Corrections
corrections-heading = Correzioni
corrections-about = Ogni errore che abbiamo corretto, ogni articolo che abbiamo ritirato, con la data e il motivo.
changes-feed = Ogni cambiamento (Atom)
changes-heading = Ogni cambiamento
changes-about = Tutto ciò che è cambiato dopo l’uscita e che diciamo a chi legge: correzioni, precisazioni, aggiornamenti, repliche, ritiri, omissis; con la data, il motivo e la storia dell’articolo.
corrections-count = { $class }: { $n }
corrections-last-year = Negli ultimi dodici mesi
corrections-none = Non abbiamo ancora corretto nulla. Se trovi un errore, scrivici.

# Reports of errors, and statements of persons concerned
case-report = Segnala un errore
case-ask-reply = Chiedi una rettifica
case-error-heading = Segnala un errore
case-error-about = Dicci che cosa non è giusto e, se puoi, come lo sai. Lo legge una persona della redazione, che ti risponde qui; se l’errore c’è, lo correggiamo in vista.
case-error-send = Invia la segnalazione
case-error-data = Il nome e l’e-mail servono solo per risponderti, non si pubblicano e si cancellano { $email } giorni dopo la decisione. Del tuo indirizzo di rete teniamo per { $address } giorni solo un’impronta, che non permette di risalire a te.
case-reply-heading = Chiedi una rettifica
case-reply-about = Se l’articolo ti nomina o ti riguarda e ritieni che un fatto sia falso o che leda la tua dignità, scrivi qui la tua dichiarazione. La pubblichiamo per intero e con lo stesso rilievo dell’articolo (legge 47/1948, articolo 8), se non contiene reati.
case-reply-clock = Decidiamo entro { $hours } ore dall’invio: la pubblichiamo, o ti diciamo perché no.
case-reply-send = Invia la dichiarazione
case-reply-data = Il nome si pubblica con la dichiarazione. L’e-mail serve solo per risponderti e si cancella { $email } giorni dopo la decisione. Del tuo indirizzo di rete teniamo per { $address } giorni solo un’impronta, che non permette di risalire a te.
case-field-error = Che cosa non è giusto
case-field-statement = La dichiarazione, come va pubblicata
case-field-passage = Dove
case-field-passage-aside = (facoltativo: copia qui la frase)
case-field-name-aside = (si pubblica con la dichiarazione)
case-field-concerned = L’articolo riguarda me, o chi rappresento.
case-concern-needed = Conferma che l’articolo riguarda te o chi rappresenti.
case-sent-error = Segnalazione ricevuta
case-sent-error-text = La legge una persona della redazione. La risposta comparirà in questa pagina.
case-sent-reply = Richiesta di rettifica ricevuta
case-sent-until = La redazione decide entro il { $when }.
case-sent-reply-text = Se la pubblichiamo, sta nell’articolo, per intero. Se no, qui leggi perché.
case-answered = La redazione ti ha risposto
case-refused = La segnalazione non ha portato a un cambiamento
case-answer = { $answer }
case-corrected = L’articolo è stato corretto
case-corrected-text = Grazie: la tua segnalazione ha portato a una correzione, che chi legge vede nell’articolo e nella sua storia.
case-replied = La dichiarazione è pubblicata
case-replied-text = Sta nell’articolo, per intero, così come l’hai mandata.
case-reply-refused = La dichiarazione non è stata pubblicata
case-reply-redress = Se non sei d’accordo puoi rivolgerti al direttore responsabile, ai recapiti della gerenza, o al giudice (legge 47/1948, articolo 8).
statement-heading = La dichiarazione di { $name }
statement-newsroom = Nota della redazione.
notes-superseded = Superato. Dopo questo testo è uscito:
notes-reported = L’aveva segnalato chi legge.
field-statement = Dichiarazione
corrections-took = Tempo mediano tra pubblicazione e correzione: { $time }
corrections-reports = Segnalazioni di chi legge: { $n }, delle quali { $led } hanno portato a una correzione
corrections-from-report = Tempo mediano tra segnalazione e correzione: { $time }
duration-minutes = { $n ->
    [one] { $n } minuto
   *[other] { $n } minuti
}
duration-hours = { $n ->
    [one] { $n } ora
   *[other] { $n } ore
}
duration-days = { $n ->
    [one] { $n } giorno
   *[other] { $n } giorni
}

# Imprint
imprint-heading = Gerenza e contatti
imprint-about = Chi pubblica { $title }, chi ne risponde, chi la possiede.
imprint-identity = Gerenza
imprint-contacts = Contatti
imprint-ownership = Proprietà
imprint-advertising = Pubblicità pagata con denaro pubblico
imprint-third-country = autorità di paesi terzi
imprint-revenue = Entrate
imprint-title = Testata
imprint-status = Natura
imprint-status-daily = Quotidiano telematico registrato
imprint-status-periodical = Periodico telematico registrato
imprint-status-exempt = Periodico telematico esente da registrazione (d.l. 63/2012, art. 3-bis)
imprint-registration = Registrazione
imprint-director = Direttore responsabile
imprint-publisher = Editore
imprint-owner = Proprietario
imprint-place = Luogo di pubblicazione
imprint-vat = P. IVA e codice fiscale
imprint-roc = Iscrizione al ROC
imprint-host = Fornitore di hosting
imprint-network = Gruppo
imprint-email = E-mail
imprint-phone = Telefono
imprint-address = Sede
imprint-owners = Soci e proprietari
imprint-beneficial = Titolari effettivi
imprint-reviewed = Dati verificati il
imprint-year = Anno
imprint-source = Voce
imprint-amount = Importo
page-modified = Aggiornata il { $day }

# Errors
error-kicker = Errore { $status }
error-404 = Qui non c’è niente, nemmeno una rettifica
error-404-text = L’indirizzo è sbagliato o la pagina si è spostata. Gli articoli pubblicati non spariscono: se uno viene ritirato, al suo posto trovi una nota con il motivo.
error-410 = Questa pagina è stata ritirata
error-410-text = Non tornerà a questo indirizzo. Se era un articolo, il motivo è fra le correzioni.
error-503 = Torniamo tra qualche minuto
error-503-text = Stiamo lavorando al sito. Nessun articolo è andato perso.
error-4xx = La richiesta non si può eseguire
error-4xx-text = L’indirizzo contiene qualcosa che non conosciamo. Riparti dalla prima pagina.
error-5xx = Qualcosa da noi si è rotto
error-5xx-text = Lo abbiamo annotato e lo stiamo guardando. Riprova tra qualche minuto.
error-to-front = Vai alla prima pagina
error-to-archive = Cerca il giorno nell’archivio
error-tell-us = Dicci quale collegamento non funziona
error-meanwhile = Intanto, le ultime notizie

# Forms readers send
form-required = I campi obbligatori sono contrassegnati da *.
form-optional = (facoltativo)
form-trap = Lascia vuoto questo campo
form-faults = { $n ->
    [one] Il modulo non è partito: c’è una cosa da sistemare.
   *[other] Il modulo non è partito: ci sono { $n } cose da sistemare.
}
form-too-long = È troppo lungo: al massimo { $n } caratteri.
comment-form-heading = Scrivi un commento
comment-form-reply = Rispondi a un commento
comment-form-held = { $n ->
    [one] Leggiamo ogni commento prima di pubblicarlo, di solito entro un’ora.
   *[other] Leggiamo ogni commento prima di pubblicarlo, di solito entro { $n } ore.
}
comment-form-marks = Si può scrivere *corsivo*, **grassetto**, `codice`; una riga che comincia con > è una citazione. Gli indirizzi https:// diventano collegamenti.
comment-form-send = Invia il commento
comment-form-data = { $asked ->
    [yes] Pubblichiamo il nome e il testo. L’e-mail non si pubblica e si cancella dopo { $email } giorni; dell’indirizzo di rete teniamo, contro gli abusi, solo un’impronta per { $address } giorni.
   *[no] Pubblichiamo il nome e il testo. Dell’indirizzo di rete teniamo, contro gli abusi, solo un’impronta per { $address } giorni.
}
comment-field-text = Commento
comment-field-name = Nome
comment-field-name-aside = (o pseudonimo, sarà pubblicato)
comment-field-email = E-mail
comment-field-email-optional = (facoltativa, non sarà pubblicata)
comment-field-email-required = (non sarà pubblicata)
comment-field-website = Sito web
comment-name-empty = Scrivi il tuo nome o uno pseudonimo.
comment-text-empty = Scrivi il testo.
comment-email-empty = Scrivi il tuo indirizzo e-mail: non sarà pubblicato.
comment-email-unfit = L’indirizzo non è completo. Per esempio: nome@dominio.it
comment-website-unfit = L’indirizzo comincia con https:// o http://. Se non hai un sito, lascia vuoto.
comment-answered-gone = Il commento a cui rispondevi non c’è più. Il tuo testo è ancora qui: se lo invii di nuovo, starà da solo.
comment-banned-until = La redazione ha sospeso la possibilità di commentare fino a { $when }.
comment-closed-heading = Qui non si commenta
comments-closed = I commenti a questo articolo sono chiusi.
comments-closed-after = { $n ->
    [one] I commenti si sono chiusi un giorno dopo la pubblicazione.
   *[other] I commenti si sono chiusi { $n } giorni dopo la pubblicazione.
}
comments-of-the-desk = Qui commenta solo la redazione.
comment-thread-closed = Questa conversazione è chiusa: non si può più rispondere.
comment-sent-held = Grazie, lo leggiamo e poi lo pubblichiamo
comment-sent-hours = { $n ->
    [one] Il commento è in attesa di approvazione, di solito entro un’ora.
   *[other] Il commento è in attesa di approvazione, di solito entro { $n } ore.
}
comment-sent-keep = A questo indirizzo trovi sempre a che punto è: puoi salvarlo nei segnalibri.
comment-sent-shown = Il tuo commento è pubblicato
comment-sent-shown-text = Lo vedono tutti i lettori sotto l’articolo.
comment-sent-rejected = Il tuo commento non è stato pubblicato
comment-sent-hidden = Il tuo commento è stato tolto
comment-sent-erased = Il commento è stato cancellato
comment-sent-erased-text = Il testo e il nome non esistono più, nemmeno nei nostri archivi.
comment-continued = Continua la conversazione di
comment-gone = Commento rimosso
comment-reply = Rispondi
comment-to = a { $name }
comment-report = Segnala
comment-of = il commento di { $name }
comments-oldest = Dal più vecchio.
comments-newest = Dal più recente.
comments-to-newest = Prima i più recenti
comments-to-oldest = Prima i più vecchi
comments-pages = Pagine dei commenti
comments-page = Pagina { $n } di { $last }
comments-before = Pagina prima
comments-after = Pagina dopo
notice-form-heading = Segnala questo commento
notice-form-about = Se il commento è illegale o viola le regole, spiegaci perché. Una persona della redazione legge ogni segnalazione, decide e ne scrive i motivi.
notice-form-send = Invia la segnalazione
notice-form-data = Il nome e l’e-mail servono solo per risponderti e si cancellano { $email } giorni dopo la decisione, e anche senza decisione dopo un anno e { $email } giorni; dell’indirizzo di rete teniamo solo un’impronta per { $address } giorni.
notice-field-ground = Che cosa non va
notice-field-text = Perché
notice-field-optional = (facoltativo, non sarà pubblicato)
notice-field-good-faith = In buona fede, ritengo che quanto scrivo qui sia esatto e completo.
notice-ground-choose = Scegli un motivo
notice-ground-empty = Scegli un motivo.
notice-sent-open = Segnalazione ricevuta
notice-sent-open-text = La leggerà una persona della redazione, che decide e ne scrive qui i motivi.
notice-sent-kept = Il commento resta
notice-sent-kept-text = La redazione ha letto la tua segnalazione e ha deciso di lasciare il commento.
notice-sent-hidden = Il commento è stato tolto
notice-sent-hidden-text = La redazione ha letto la tua segnalazione e ha tolto il commento.
decision-ground = Motivo: { $ground }.
decision-reason = La redazione scrive: «{ $reason }»
decision-by-person = Lo ha deciso una persona, non un programma.
decision-marked = Un programma lo aveva segnalato; lo ha letto e deciso una persona.
decision-redress = Se pensi che sia uno sbaglio, scrivi alla redazione: i recapiti sono nella gerenza. Puoi anche rivolgerti a un organismo di risoluzione stragiudiziale o al giudice.
ground-spam = pubblicità o messaggio automatico
ground-insult = insulti
ground-hate = incitamento all’odio
ground-private = dati personali o vita privata di altri
ground-illegal = contenuto contrario alla legge
ground-off-topic = non riguarda l’articolo
ground-other = altro
comment-sent-see = Vedi il commento
comment-sent-back = Torna all’articolo

footer-trust = Trasparenza
trust-heading = Trasparenza
trust-about = Che cosa dice di { $title } la sua registrazione: testi, fonti, firme, correzioni, deroghe, proprietà. Nessun voto.
trust-of-texts = I testi
trust-counted = I testi usciti nei dodici mesi prima del { $at } e ancora leggibili, contati uno per uno.
trust-not-counted = Non ancora contati: il conto arriva entro un’ora dalla prima uscita.
trust-texts = Testi usciti
trust-sourced = Con almeno una fonte, o visti di persona
trust-signed = Con il nome di chi li ha scritti
trust-second = Con un secondo lettore indicato
trust-assisted = Con l’aiuto dell’intelligenza artificiale, dichiarato
trust-written = Scritti dall’intelligenza artificiale, dichiarato
trust-share = { $n } su { $all } ({ $share }%)
trust-overrides = Usciti in deroga alle regole
trust-no-overrides = Nessuna deroga negli ultimi dodici mesi: ogni testo ha passato tutti i controlli che fermano.
trust-times = { $n ->
    [one] una volta
   *[other] { $n } volte
}
trust-reasons = I motivi delle deroghe
trust-people = Chi firma
trust-network = Le testate e di chi sono
trust-owner-untold = proprietà non indicata
trust-published-by = edita da { $name }
trust-asked = Che cosa si chiede a un giornale
trust-asked-about = Le voci del Trust Project, della Journalism Trust Initiative (CWA 17493) e dell’articolo 6 del regolamento europeo sulla libertà dei media (EMFA): quali si vedono da sé, quali ha scritto la redazione, quali mancano.
trust-what = Voce
trust-where = Dove
trust-by = Chi la chiede
trust-on-articles = su ogni articolo
trust-by-hand = scritta dalla redazione
trust-missing = manca
trust-legal-name = Nome legale dell’editore
trust-contacts = Recapiti
trust-director = Chi risponde di ciò che esce
trust-owners = Proprietari
trust-beneficial = Titolari effettivi
trust-state-money = Pubblicità pagata dallo Stato
trust-revenue = Da dove vengono i ricavi
trust-mission = Missione e che cosa si segue per primo
trust-masthead = Chi lavora in redazione
trust-ethics = Codice etico
trust-checking = Come si verificano i fatti
trust-unnamed = Quando una fonte resta senza nome
trust-bylines = Quando un testo esce senza firma
trust-correcting = Come si corregge
trust-feedback = Come si ascolta chi legge
trust-diversity = Pluralità della redazione e delle voci
trust-funding = Proprietà e finanziamenti spiegati
trust-corrected = Le correzioni fatte, con data e motivo
trust-authors = Chi ha scritto, con una sua pagina
trust-kinds = Che genere di testo è: notizia, opinione, pubblicità
trust-sources = Le fonti, una per una
trust-history = Ogni versione, parola per parola

mail-hello = Buongiorno { $name },
mail-invite-subject = { $network }: invito in redazione
mail-invite = la redazione di { $network } ha un account per te, «{ $handle }». Scegli la password ed entra da questo indirizzo:
mail-invite-else = Se non aspetti un invito, lascia stare: senza di te non succede niente.
mail-reset-subject = { $network }: scegli una nuova password
mail-reset = chi tiene gli account di { $network } ti manda il collegamento per una nuova password dell’account «{ $handle }». Sceglila a questo indirizzo:
mail-reset-else = Quando la scegli, ogni sessione aperta dell’account finisce. Un secondo fattore resta.
mail-forgotten-subject = { $network }: scegli una nuova password
mail-forgotten = qualcuno, probabilmente tu, ha chiesto una nuova password per l’account «{ $handle }» di { $network }. Sceglila a questo indirizzo:
mail-forgotten-else = Se la richiesta non è tua, lascia stare: la password resta com’è.
mail-until = L’indirizzo vale una volta sola, fino a { $until }.
mail-changed-subject = { $network }: una modifica al tuo account
mail-changed = nel tuo account «{ $handle }» della redazione di { $network } è cambiata una cosa ({ $when }):
mail-changed-password = è stata scelta una nuova password.
mail-changed-factor-added = è stato aggiunto un secondo fattore.
mail-changed-factor-removed = è stato tolto un secondo fattore.
mail-changed-factors-lifted = chi tiene gli account ha tolto tutti i secondi fattori.
mail-changed-codes = sono stati fatti nuovi codici di riserva; i vecchi non valgono più.
mail-changed-address = la posta che lo riguarda va a un altro indirizzo. Il vecchio e il nuovo sono stati avvisati entrambi.
mail-changed-else = Se è opera tua, va tutto bene. Altrimenti avvisa subito chi tiene gli account della redazione.
mail-trial-subject = { $network }: prova del server di posta
mail-trial = questo messaggio è partito dalla pagina della redazione sull’installazione di { $network }. È arrivato, dunque arriveranno gli altri.
mail-foot = Questo messaggio l’ha scritto un programma. Nessuno legge le risposte.

log-heading = Registro pubblico
log-about = Tutto ciò che esce su questi giornali, e ogni suo cambiamento, ha una voce in questo registro: si può solo allungare, ed è firmato.
log-facts = Com’è adesso
log-size-name = Voci
log-size = { $n ->
    [one] una voce
   *[other] { $n } voci
}
log-origin = Nome
log-key = Chiave per verificarlo
log-checkpoint = Ultimo punto di controllo
log-how = Nel registro non ci sono testi né nomi: ogni voce porta l’impronta di una versione, così che un testo possa essere tolto per legge senza rompere le prove. Chi conserva una prova, o anche solo un punto di controllo, può accorgersi se il passato viene cambiato. Il formato è quello aperto di C2SP (tlog-tiles), e il comando colophon verify controlla pagine e registro di qualunque sito come questo.
log-entries = Le ultime voci
log-entry = Voce { $n }
log-version = versione { $n }
log-taken-back = Ripreso
log-taken-back-why = È stato ripreso il trasloco che aveva portato qui un articolo: le sue voci restano, il testo no.
log-key-changed = Nuova chiave
log-begun = Registro ricominciato
log-begun-after = { $lost ->
    [0] Continua { $before }, di cui si sa conservata ogni voce.
    [one] Continua { $before }, di cui è andata persa una voce.
   *[other] Continua { $before }, di cui sono andate perse { $lost } voci.
}
