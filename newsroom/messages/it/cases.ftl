# Il banco delle correzioni.
cases-heading = Correzioni
cases-lists = Segnalazioni e rettifiche
cases-open-n = { $n ->
    [0] Niente da decidere.
    [one] Una da decidere.
   *[other] { $n } da decidere.
 }
cases-tab-open = Da decidere
cases-tab-decided = Decise
cases-in-a-year = in un anno
cases-none-open = Nessuno segnala errori e nessuno chiede rettifiche.
cases-none-decided = Non è stato ancora deciso niente.
cases-more = Altre
cases-back = Tutte le segnalazioni
cases-clock = L’orologio delle rettifiche
cases-clock-help = La legge 47/1948 (art. 8) chiede di pubblicare una rettifica entro due giorni dalla richiesta: da quando arriva contiamo { $n } ore. Una segnalazione di errore non ha scadenza, ma chi l’ha mandata aspetta.
cases-figures = In cifre
cases-figures-help = Ultimi { $n } giorni. I lettori le vedono nella pagina delle correzioni.
cases-corrections = Correzioni pubblicate
cases-reports = Segnalazioni decise
cases-led = Hanno portato a una correzione
cases-from-report = Dalla segnalazione alla correzione, di solito
cases-minutes = { $h ->
    [0] { $m } min
   *[other] { $h } h { $m } min
 }
clock-left = { $h ->
    [0] { $m ->
        [one] Resta un minuto
       *[other] Restano { $m } minuti
     }
    [one] Resta un’ora
   *[other] Restano { $h } ore
 }
clock-over = { $h ->
    [0] Scaduta da meno di un’ora
    [one] Scaduta da un’ora
   *[other] Scaduta da { $h } ore
 }
case-subject-error = Segnalazione di errore
case-subject-reply = Richiesta di rettifica
case-state-open = Da decidere
case-state-answered = Risposto: l’articolo resta com’è
case-state-corrected = Corretto
case-state-replied = Rettifica pubblicata
case-state-refused = Respinta
case-nobody = Un lettore senza nome
case-decided = { $by }, { $when }
case-said = Che cosa è stato segnalato
case-said-statement = Che cosa viene chiesto
case-passage = Il passo
case-words = Le parole del lettore
case-statement = La rettifica
case-answered = Che cosa abbiamo risposto
case-led-to = L’ha cambiato la versione { $n }.
case-stands = L’articolo com’è ora
case-stands-text = Testo dell’articolo
case-version = Versione { $n }, { $when }.
case-version-then = Chi ha scritto leggeva la versione { $n }.
case-passage-gone = Il passo segnalato non c’è più in questa forma.
case-correct = Correggi
case-correct-help = Apri l’articolo, cambia il passo e pubblica: la correzione chiude da sola questa segnalazione e chi l’ha mandata lo legge.
case-correct-go = Correggi l’articolo
case-print = Pubblica la rettifica
case-print-help = Esce parola per parola insieme all’articolo, con il nome di chi la firma, e resta in tutte le versioni successive.
case-print-note = Nota della redazione
case-print-note-help = Facoltativa; i lettori la leggono accanto.
case-print-go = Pubblica la rettifica
case-no = Rispondi di no
case-no-help = Chi ha segnalato legge la risposta all’indirizzo che ha ricevuto.
case-no-help-statement = Chi l’ha chiesta legge perché. Se la rettifica è dovuta, la legge ti chiede di pubblicarla.
case-no-text = La risposta, con il motivo
case-no-go = Respingi
case-answer-go = Rispondi, l’articolo resta com’è
case-link = È già corretto
case-link-help = Da allora l’articolo è cambiato: indica la versione che rimedia.
case-link-which = Versione
case-link-go = Chiudi con questa versione
case-article = L’articolo
case-article-desk = Apri al desk
case-see = Vedi la segnalazione
case-at-hand = Stai correggendo per una segnalazione:
case-at-hand-statement = Stai correggendo per una richiesta di rettifica:
case-class-first = prima uscita
case-class-typo = refuso
case-class-style = stile
case-class-update = aggiornamento
case-class-correction = correzione
case-class-clarification = precisazione
case-class-reply = rettifica
case-class-withdrawal = ritiro
case-class-kill = annullamento
case-class-restoration = ritorno
case-class-placing = collocazione
case-class-legal = oscuramento per legge
case-class-rights = diritti
done-case-answer = Risposta data: la segnalazione è chiusa.
done-case-refuse = Respinta, con il motivo.
done-case-print = Rettifica pubblicata con l’articolo.
done-case-link = Segnalazione chiusa con quella versione.

# Annullare per tutti.
kill-lead = Se l’articolo non deve più essere da nessuna parte: una pagina spiega che cosa succede e chiede conferma.
kill-open = Annulla per tutti…
kill-heading = Annulla per tutti
kill-back = Torna all’articolo
kill-does = Che cosa succede
kill-out-since = fuori dal { $when }
kill-where-page = Pagina
kill-does-page = Risponde 410: al posto dell’articolo c’è solo l’avviso con il motivo.
kill-where-feeds = Feed
kill-does-feeds = Chi è abbonato riceve, al posto del testo, l’avviso di annullamento.
kill-where-search = Ricerca e liste
kill-does-search = Nessuna prima pagina, sezione, lista o ricerca della testata lo nomina più.
kill-where-sitemap = Sitemap
kill-does-sitemap = Il suo indirizzo ne esce: i motori di ricerca sanno che non c’è più.
kill-where-api = API
kill-does-api = Risponde 410 con il motivo, su tutte le testate dove era collocato.
kill-where-record = Registro
kill-does-record = La storia resta alla redazione, con il tuo nome e il motivo. Un direttore può riportarlo.
kill-rather-withdraw = Se basta dire che il testo non vale più, ritiralo: la pagina resta e lo spiega.
kill-go-heading = Conferma
kill-why-help = Per esempio: diffonde i dati di un minore.
kill-sure = Ho letto che cosa succede: va annullato per tutti
kill-not-sure = Per annullarlo metti il segno accanto a «Ho letto che cosa succede».
kill-proof = Se non hai confermato chi sei da poco, te lo chiediamo; poi torni qui con il motivo già scritto.
kill-cannot = Non c’è niente da annullare: l’articolo è «{ $stage }».
