# The frame of every page.
frame-newsroom = Redazione
frame-newsroom-of = Redazione di { $title }
frame-skip = Vai al contenuto
frame-other-title = Cambia testata
frame-sign-out = Esci
rail-desk = Desk
rail-front = Prima pagina
rail-comments = Commenti
rail-cases = Correzioni
rail-pictures = Immagini
rail-people = Persone
rail-figures = Letture
rail-titles = Testate
rail-settings = Impostazioni
rail-waiting = in attesa

# Where a request stops.
stopped-nothing = Qui non c’è niente
stopped-nothing-words = L’indirizzo non porta a nessuna pagina della redazione, o non è per te.
stopped-refused = Non si può
stopped-signed-out = La sessione è finita
stopped-signed-out-words = Quello che hai scritto non si è perso: accedi in un’altra scheda, torna qui e mandalo di nuovo.
stopped-sign-in = Accedi in un’altra scheda
stopped-again = Manda di nuovo
stopped-typed = Quello che hai scritto
stopped-back = Torna alla pagina
stopped-to-desk = Torna al desk

# The door.
sign-in-heading = Entra in redazione
sign-in-passkey = Entra con la passkey
sign-in-or = oppure
sign-in-name = Nome dell’account
sign-in-password = Password
sign-in-forgotten = Dimenticata? Chi tiene gli account della redazione ti fa un collegamento per sceglierne un’altra.
sign-in-stay = Resta collegato su questo computer per { $n } giorni
sign-in-enter = Entra
sign-in-code = Codice
sign-in-code-help = Quello del tuo generatore, o uno dei codici di riserva.
sign-in-go-on = Continua
link-heading = Scegli la password
link-words = Ciao { $name }: il tuo account si chiama «{ $handle }».
link-password = Nuova password
link-password-help = Almeno { $n } caratteri. Una frase che ricordi va benissimo; si può incollare.
link-again = Ancora una volta
link-go = Salva ed entra
link-differ = Le due password non sono uguali: scrivile di nuovo.

# One's own account.
account-heading = Il tuo account
account-factor-wanted = Il tuo ruolo richiede un secondo fattore: aggiungi un generatore di codici o una passkey, poi si apre il resto.
account-recovery = Codici di riserva
account-recovery-once = Si vedono solo adesso. Conservali fuori da questo computer: ognuno vale una volta, se perdi il generatore.
account-recovery-new = { $n ->
    [one] Nuovi codici di riserva (ne resta uno)
   *[other] Nuovi codici di riserva (ne restano { $n })
 }
account-generator-new = Collega il generatore di codici
account-generator-type = Apri l’applicazione dei codici sul telefono, scegli di aggiungere un account e scrivi questa chiave:
account-generator-open = Oppure apri la chiave su questo dispositivo
account-generator-code = Il codice che mostra adesso
account-generator-confirm = Conferma
account-generator-on = Generatore attivo
account-generator-remove = Togli il generatore
account-generator-add = Aggiungi un generatore di codici
account-prove = Conferma chi sei
account-prove-help = Per i gesti più gravi serve una conferma fresca: vale dieci minuti.
account-prove-go = Conferma
account-language = Lingua della redazione
account-keep = Salva
account-password = Password
account-password-change = Cambia la password
account-factor = Secondo fattore
account-sessions = Dove sei collegato
account-end-others = Chiudi tutte le altre
account-end = Chiudi
account-browser = Browser
account-network = Rete
account-opened = Aperta
account-used = Usata
account-this-one = questa
done-out = Sei uscito. A presto.
done-account-language = Lingua salvata.
done-account-password = Password cambiata. Le altre sessioni sono chiuse.
done-account-remove-generator = Generatore tolto.
done-account-end = Sessione chiusa.
done-account-end-others = Le altre sessioni sono chiuse.

# The desk.
desk-heading = Desk
desk-new = Nuovo pezzo
desk-find = Cerca nei pezzi
desk-find-go = Cerca
desk-filter = Filtra
desk-all-sections = Tutte le sezioni
desk-section = Sezione
desk-hands = Di chi
desk-hands-all = Di tutti
desk-hands-mine = I miei
desk-hands-nobody = Di nessuno
desk-empty = Qui non c’è nessun pezzo.
desk-characters = { $n ->
    [one] una battuta
   *[other] { $n } battute
 }
desk-blocks = { $n ->
    [0] In regola
    [one] un blocco
   *[other] { $n } blocchi
 }
desk-warnings = { $n ->
    [one] un avviso
   *[other] { $n } avvisi
 }
desk-cases = { $n ->
    [one] una segnalazione
   *[other] { $n } segnalazioni
 }
desk-open-writing = { $name } sta scrivendo
desk-open-reading = { $name } sta leggendo
desk-due = entro { $when }
desk-out = uscito { $when }
desk-embargo = Embargo fino a { $when }
desk-assigned = assegnato a { $name }
desk-saved = { $who }, { $when }
desk-next = Altri pezzi
desk-choose-title = Scegli la testata
desk-no-title = Il tuo account non ha ancora un ruolo in nessuna testata: chiedilo a chi tiene gli account.
desk-stages = Pezzi per fase
desk-bell = Per te
desk-bell-empty = Niente di nuovo.
desk-bell-seen = Segna come visti
ring-assigned = { $by } te l’ha assegnato
ring-mentioned = { $by } ti ha nominato
ring-noted = { $by } ha lasciato una nota
ring-moved = { $by } l’ha spostato
ring-published = { $by } l’ha pubblicato
ring-taken-away = { $by } l’ha ritirato
ring-held = { $by } l’ha fermato
ring-spiked = { $by } l’ha scartato
ring-refused = Non è uscito all’ora prevista
ring-reported = Un lettore segnala un errore
ring-statement = Una richiesta di rettifica
stage-idea = Idee
stage-writing = In scrittura
stage-desk = Al desk
stage-approved = Pronti
stage-scheduled = Programmati
stage-live = Usciti
stage-correct = Da correggere
stage-spiked = Scartati
stage-draft = Bozza
stage-withdrawn = Ritirato
stage-killed = Annullato
desk-keys = Tasti
desk-key-move = su e giù nell’elenco
desk-key-open = apri il pezzo
desk-key-new = nuovo pezzo
desk-key-find = cerca
desk-key-enter = Invio

# The article.
piece-untitled = Senza titolo
piece-heading = Scrivi: { $headline }
piece-saved = Salvato { $when }, { $who }
piece-save = Salva
piece-publish = Pubblica…
piece-preview = Anteprima
piece-held = Fermo: { $why }
piece-due = Esce { $when }
piece-blocks = { $n ->
    [0] In regola
    [one] un blocco
   *[other] { $n } blocchi
 }
piece-markdown = Si scrive in Markdown: riga vuota fra i capoversi, ## per un titoletto, [@1] per la fonte 1.
piece-panel = Scheda del pezzo
piece-checks = Prima di pubblicare
piece-no-findings = Tutto in regola.
piece-card = Scheda
piece-choose = Scegli…
piece-byline-help = Un nome per riga; per chi ha fatto altro: Lea Moranti (photo), (translation), (data), (editing).
piece-signed = È firmato
piece-no-topics = Questa testata non ha ancora argomenti.
piece-desk-note-help = La legge solo la redazione.
piece-more = Altro
piece-quiet = Solo testo
piece-language-help = Vuoto: quella della testata.
piece-source = Fonte { $n }
piece-source-more = Data, Stato, riservatezza
piece-source-text-help = Il testo della fonte, incollato per il confronto. Non si pubblica mai.
piece-picture-id = Immagine
piece-picture-help = Il suo nome nell’archivio delle immagini.
piece-alt-help = Che cosa mostra, per chi non la vede.
piece-described = La didascalia dice già tutto
piece-deeds = Altri gesti
piece-see-page = Vedi la pagina
piece-unreadable = «{ $typed }» non si legge nel campo { $field }: correggilo e salva di nuovo. Il resto è ancora qui.
piece-clash = Mentre scrivevi { $by } ha salvato lo stesso punto. Niente è perso: sotto c’è il tuo testo unito al suo, dove non combaciano resta il tuo. Guarda le differenze e salva.
piece-clash-field = { $field }: la versione di { $by }
piece-phase = Fase
piece-move = Sposta
piece-assign = Assegnato a
piece-assign-go = Assegna
piece-deadline = Entro
piece-deadline-go = Segna
piece-notes = Note della redazione
piece-note-new = Nuova nota (con @nome avvisi qualcuno)
piece-note-add = Lascia la nota
piece-note-settle = Fatto
piece-saves = Stesure
piece-saves-see = Tutte le stesure
finding-block = Blocco:
finding-warning = Avviso:
field-kicker = Occhiello
field-headline = Titolo
field-standfirst = Sommario
field-body = Testo
field-kind = Genere
field-section = Sezione
field-byline = Firme
field-byline-reason = Senza firma perché
field-dateline-place = Luogo
field-dateline-date = Giorno
field-ai = Uso dell’intelligenza artificiale
field-ai-note = Come la dichiariamo
field-reviewer = Secondo lettore
field-topics = Argomenti
field-desk-note = Nota alla redazione
field-language = Lingua
field-series = Serie
field-sponsor = Sponsor
field-rights = Diritti
field-sources = Fonti
field-own-reporting = Eravamo lì
field-source-kind = Che cos’è
field-source-name = Nome
field-source-note = Come (pagina, telefono, ora)
field-source-url = Indirizzo
field-source-released = Diffusa il
field-source-state = Controllata da uno Stato
field-source-contract = Sotto contratto
field-source-consent-by = Consenso di
field-source-consent-date = Consenso del
field-source-text = Testo della fonte
field-picture = Foto di apertura
field-picture-alt = Descrizione
field-picture-caption = Didascalia
field-picture-credit = Credito
field-picture-licence = Licenza
field-picture-source-type = Com’è fatta
reason-desk = è della redazione
reason-agency = è un testo d’agenzia
reason-protected = chi scrive va protetto
ai-none = Nessuno
ai-assisted = Assistita
ai-generated = Testo o immagini generati
source-agency = Agenzia
source-document = Documento
source-interview = Intervista
source-witness = Testimone
source-outlet = Altra testata
source-dataset = Dati
source-press_release = Comunicato
source-phone = Telefonata
source-event = Incontro, seduta, partita
source-confidential = Riservata
source-other = Altro
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
kind-press_release = Comunicato stampa
kind-satire = Satira
kind-sponsored = Contenuto sponsorizzato
made-unsaid = Non detto
made-digitalCapture = Fotografia digitale
made-negativeFilm = Pellicola negativa
made-positiveFilm = Pellicola positiva
made-print = Stampa scansionata
made-humanEdits = Ritoccata da una persona
made-compositeCapture = Montaggio di fotografie
made-algorithmicallyEnhanced = Migliorata da un programma
made-digitalCreation = Disegno digitale
made-dataDrivenMedia = Grafico fatto di dati
made-screenCapture = Schermata
made-compositeWithTrainedAlgorithmicMedia = Montaggio con parti generate
made-trainedAlgorithmicMedia = Generata da intelligenza artificiale
made-algorithmicMedia = Generata da un programma
deed-hold = Ferma
deed-hold-why = Perché si ferma
deed-release = Libera
deed-spike = Scarta
deed-spike-why = Perché si scarta
deed-withdraw = Ritira
deed-withdraw-why = Perché si ritira (lo legge il pubblico)
deed-kill = Annulla per tutti
deed-kill-why = Perché si annulla (lo legge il pubblico)
deed-restore = Ripristina
deed-restore-why = Perché torna
deed-unschedule = Togli dal programma
deed-discard = Butta questa bozza
done-saved = Salvato.
done-hold = Il pezzo è fermo.
done-release = Il pezzo è libero.
done-spike = Il pezzo è scartato.
done-withdraw = Il pezzo è ritirato: al suo posto c’è l’avviso.
done-kill = Il pezzo è annullato su pagina, feed, ricerca, mappa e API.
done-restore = Il pezzo è tornato.
done-unschedule = Non uscirà da solo.
done-discard = La bozza non c’è più; quello che è uscito resta.
done-move = Spostato.
done-assign = Assegnato.
done-due = Segnato.
done-note = Nota lasciata.
done-settle = Nota chiusa.
done-name = Stesura salvata con il suo nome.
done-return = Quella stesura è di nuovo il testo di lavoro.

# The publish panel.
publish-heading = Pubblica
publish-back = Torna al pezzo
publish-nothing-new = Non c’è niente di nuovo da pubblicare: quello che si legge è già uscito.
publish-embargoed = Sotto embargo fino a { $when }.
publish-class = Che cosa cambia?
publish-note = Nota che leggerà il pubblico
publish-note-help = Serve per correzione e chiarimento: di’ che cosa era sbagliato e che cosa è giusto.
class-update = Aggiornamento
class-update-help = c’è una notizia in più
class-correction = Correzione
class-correction-help = c’era un errore
class-clarification = Chiarimento
class-clarification-help = si capiva male
class-typo = Refuso
class-typo-help = il senso non cambia
class-style = Stile
class-style-help = le parole, non i fatti
publish-will-change = Che cosa vedranno cambiare i lettori
publish-no-change = Niente: il testo è lo stesso che è uscito.
publish-blocks = { $n ->
    [one] blocco
   *[other] blocchi
 }
publish-warnings = { $n ->
    [one] avviso
   *[other] avvisi
 }
publish-see-warnings = Gli avvisi
publish-override = Supera questo blocco
publish-override-reason = Perché lo superi
publish-override-help = Il motivo resta nel registro, con il tuo nome, e si conta.
publish-when = Quando
publish-now = Appena premo il pulsante
publish-at = A un’ora precisa
publish-embargo = Sotto embargo: non prima di
publish-at-when = Giorno e ora
publish-zone = Ora di { $zone }
publish-where = Dove
publish-section-on = Sezione su { $title }
publish-go = Pubblica
publish-may-not = Lo pubblica chi ne ha il diritto: tu puoi mandarlo al desk.
done-published = Pubblicato: chi legge lo vede già.
done-scheduled = Programmato.
done-embargoed = Embargo messo.

# The saves and their differences.
saves-heading = Stesure
saves-compare = Confronta
saves-from = Da
saves-to = A
saves-save = Stesura { $n }, { $when }, { $by }
saves-revision = Versione uscita { $n }
saves-working = quella di adesso
saves-difference = Che cosa è cambiato
saves-same = Le parole sono le stesse.
saves-counted = Parole aggiunte: { $added }. Tolte: { $removed }.
saves-name = Dalle un nome
saves-name-go = Salva il nome
saves-return = Torna a questa
saves-older = Più vecchie

# The preview.
look-heading = Anteprima
look-title = Testata
look-at = Come sarà il
look-width = Larghezza
look-show = Mostra
look-frame = La pagina come la vedrà chi legge

# Passkeys.
account-passkeys = Passkey
account-passkey-none = Una passkey è la chiave del tuo telefono o computer: si entra senza scrivere niente, e nessuno può fartela dire.
account-passkey-name = Nome della passkey
account-passkey-add = Aggiungi una passkey
account-passkey-remove = Togli
account-passkey-prove = Conferma con la passkey
done-account-remove-passkey = Passkey tolta.
look-lend = Un indirizzo segreto
look-lend-help = Chi lo riceve legge l’anteprima senza account: l’intervistato, il legale. Nessun motore di ricerca la trova, scade da solo e lo chiudi quando vuoi.
look-lent = Ecco l’indirizzo: si vede solo adesso.
look-days = Vale per
look-days-n = { $n ->
    [one] un giorno
   *[other] { $n } giorni
 }
look-lend-go = Crea l’indirizzo
look-lent-by = { $by }, { $made }; vale fino a { $ends }
look-end = Chiudi
done-preview-ended = L’indirizzo segreto non apre più.

# Who has forgotten a password; one's own address.
sign-in-forgotten-mail = Hai dimenticato la password?
forgotten-heading = Scegli un’altra password
forgotten-words = Ti mandiamo un collegamento. { $n ->
    [one] Vale un’ora e una volta sola.
   *[other] Vale { $n } ore e una volta sola.
 }
forgotten-name = Nome dell’account o e-mail
forgotten-help = Il collegamento va all’indirizzo che il tuo account ha in redazione.
forgotten-go = Mandami il collegamento
forgotten-back = Torna all’accesso
done-forgotten = Se c’è un account con quel nome e ha un indirizzo, il collegamento è in viaggio. Può volerci un minuto; guarda anche nella posta indesiderata.
account-address = Indirizzo e-mail
account-address-help = Qui arrivano i collegamenti per un’altra password e gli avvisi sulle modifiche dell’account. Del cambio è avvisato anche il vecchio indirizzo.
account-address-no-mail = Per ora da questa installazione non parte posta.
done-account-address = Indirizzo salvato. Le altre sessioni sono chiuse.

search-heading = Cerca nei testi
search-words = Parole da cercare
search-help = “Una frase esatta”, -senza, autore:nome, sezione:cronaca, tema:porto, fonte:agenzia, titolo:parola
search-everywhere = Tutte le testate della rete
search-in-work = In lavorazione
search-out = Pubblicati
search-count = { $n ->
    [one] 1 risultato
   *[other] { $n } risultati
}
search-nothing = Niente ha queste parole
search-made = La ricerca si sta rifacendo e per il momento non può rispondere. Riprova fra un minuto.
desk-search = Cerca nei testi interi e nell’archivio
palette-search = Cerca nei testi «{ $words }»

# Diretta.
entry-heading = Diretta
entry-new = Nuovo aggiornamento
entry-by = Firmato da
entry-by-help = Se è vuoto, chi firma l’articolo.
entry-key = Va in breve, sopra tutti gli aggiornamenti
entry-add = Pubblica l’aggiornamento
entry-close = Chiudi la diretta
entry-close-help = L’articolo diventa una notizia, con tutti i suoi aggiornamenti. Quel che è nel modulo non esce.
entry-open = Aggiungi un aggiornamento…
done-live-entry = L’aggiornamento è uscito.
done-live-closed = La diretta è chiusa: l’articolo è una notizia.
