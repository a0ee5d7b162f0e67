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

# Il diritto all’oblio.
measures-heading = Diritto all’oblio
measures-open-n = { $n ->
    [0] Niente da decidere.
    [one] Una richiesta da decidere.
   *[other] { $n } richieste da decidere.
 }
measures-tab-open = Da decidere
measures-tab-standing = In vigore
measures-tab-refused = Respinte
measures-tab-lifted = Revocate
measures-none = Nessuna richiesta.
measures-of-article = Richieste su questo articolo
measures-back = Tutte le richieste
measures-about = Che cosa si può fare
measures-about-clock = Il regolamento europeo (GDPR, art. 12) vuole una risposta entro un mese dalla richiesta. L’archivio non si cancella: si decide caso per caso, con il motivo.
measure-kind-deindex = Deindicizzare
measure-kind-anonymise = Togliere un nome
measure-does-deindex = La pagina resta al suo indirizzo e si legge; esce dai motori di ricerca, dalla sitemap, dai feed, dalle liste e dalla ricerca dei lettori. La redazione la trova ancora. Chi legge non sa perché.
measure-does-anonymise = Il nome sparisce da titolo, testo, didascalie, commenti e da tutte le versioni, e non si può rimettere. Chi legge vede la data e che un nome è stato tolto su richiesta.
measure-left = { $n ->
    [0] Meno di un giorno
    [one] Resta un giorno
   *[other] Restano { $n } giorni
 }
measure-over = { $n ->
    [0] Scaduta
    [one] Scaduta da un giorno
   *[other] Scaduta da { $n } giorni
 }
measure-state-open = Da decidere
measure-state-standing = In vigore
measure-state-refused = Respinta
measure-state-lifted = Revocata
measure-ask = Registra una richiesta
measure-ask-go = Registra
measure-what = Che cosa si chiede
measure-came = Arrivata
measure-came-help = Quando è arrivata; se non lo scrivi, adesso.
measure-due = Da decidere entro
measure-asker = Chi la chiede
measure-asker-help = Lo vede solo chi decide. Si cancella da sé { $n } giorni dopo la decisione.
measure-asker-gone = Chi l’ha chiesta è già stato cancellato.
measure-words = Con le sue parole
measure-asked = La richiesta
measure-decide = Decidi
measure-reason-help = Resta nel diario di bordo, con il tuo nome. I lettori non lo vedono.
measure-names-help = Uno per riga, in ogni forma che ha nel testo: nome e cognome, solo cognome.
measure-instead-help = Se non lo scrivi, le iniziali.
measure-ends = Fino a
measure-ends-help = Se non lo scrivi, non scade.
measure-ends-at = Fino al { $when }.
measure-places = { $n ->
    [one] Tolto in un punto.
   *[other] Tolto in { $n } punti.
 }
measure-accept-go = Accogli
measure-refuse-go = Respingi
measure-lift = Revoca
measure-lift-help = L’articolo torna nelle liste, nella ricerca e nella sitemap.
measure-lift-go = Revoca la misura
measure-lifted = Revocata il { $when }. { $by }
measure-stands = Per il diritto all’oblio questo articolo è fuori da motori di ricerca, liste e ricerca dei lettori. La pagina resta.
measure-open = Diritto all’oblio…
measure-lead = Se qualcuno chiede che l’articolo non si trovi più con il suo nome.
done-measure-ask = Richiesta registrata.
done-measure-accept = Accolta: vale già per tutti i lettori.
done-measure-refuse = Respinta, con il motivo.
done-measure-lift = Revocata: l’articolo si trova di nuovo.
