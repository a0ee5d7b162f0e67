# Il tavolo dei moderatori.
comments-heading = Commenti
comments-lists = Liste dei commenti
comments-waiting = { $n ->
    [0] Niente da leggere.
    [one] Uno da leggere.
   *[other] { $n } da leggere.
 }
comments-oldest = Il più vecchio aspetta da { $when }.
comments-tab-waiting = Da leggere
comments-tab-folded = Spam e piene
comments-tab-reported = Segnalati dai lettori
comments-tab-published = Pubblicati
comments-tab-rejected = Rifiutati
comments-tab-hidden = Tolti
comments-today = oggi
comments-none-waiting = Nessun commento aspetta. Il prossimo compare qui.
comments-none-folded = Nessuna piena e niente che sembri spam.
comments-none-reported = Nessuna segnalazione da decidere.
comments-none-published = Nessun commento pubblicato.
comments-none-rejected = Nessun commento rifiutato.
comments-none-hidden = Nessun commento tolto.
comments-only-article = Solo i commenti a «{ $headline }».
comments-all-articles = Tutti gli articoli
comments-this-article = solo questo articolo
comments-only-group = Solo i commenti di una piena.
comments-all-groups = Tutte le piene
comments-folded = { $n ->
    [one] Un altro commento sembra spam o parte di una piena.
   *[other] Altri { $n } commenti sembrano spam o parte di una piena.
 }
comments-folded-see = { $n ->
    [one] Vedi il gruppo
   *[other] Vedi i { $n } gruppi
 }
comments-more = Altri commenti
comments-record = { $approved ->
    [one] un commento pubblicato
   *[other] { $approved } pubblicati
 }, { $refused ->
    [one] uno rifiutato
   *[other] { $refused } rifiutati
 }
comments-first = primo commento
comments-banned = Escluso
comments-on = Su
comments-answers = In risposta a
comments-spam-words = Parole che fanno pensare allo spam:
comments-decided-held = Rimesso in attesa da { $by }, { $when }.
comments-decided-approved = Pubblicato da { $by }, { $when }.
comments-decided-rejected = Rifiutato da { $by }, { $when }.
comments-decided-hidden = Tolto da { $by }, { $when }.
comments-decided-erased = Cancellato da { $by }, { $when }.
badge-author = Autore
badge-newsroom = Redazione
flag-links = { $n ->
    [one] Un collegamento
   *[other] { $n } collegamenti
 }
flag-markup = Codice nel testo
flag-address = Un recapito nel testo
flag-shout = Quasi tutto maiuscolo
flag-seen = Testo già visto
flag-spam = Spam al { $n } %
flag-flood = Parte di una piena

# Quel che si fa di un commento.
comments-approve = Pubblica
comments-reject = Rifiuta
comments-hide = Togli
comments-restore = Rimetti
comments-reason = Spiegazione per chi ha scritto
comments-reason-help = Chi ha scritto la trova all’indirizzo del suo commento, insieme al motivo.
comments-reject-other = Altro motivo, spiegato sopra
comments-reply = Rispondi
comments-reply-text = La tua risposta, firmata con il tuo nome
comments-reply-go = Rispondi
comments-reply-held = Pubblica e rispondi
comments-pass = Passa
comments-pass-to = A chi
comments-pass-words = Due parole
comments-pass-help = Diventa una nota sull’articolo; chi la riceve la trova al desk. Il commento resta qui.
comments-pass-go = Passa
comments-ban = Escludi
comments-close = Chiudi il filo
comments-open = Riapri il filo
comments-select = Scegli
comments-select-all = Tutti
comments-bulk = Quelli scelti:
comments-bulk-deed = Motivo
comments-bulk-reject = Rifiuta gli scelti
comments-bulk-approve = Pubblica gli scelti
comments-undo = { $n ->
    [one] Annulla l’ultima scelta
   *[other] Annulla l’ultima scelta ({ $n } commenti)
 }
ground-spam = Pubblicità o spam
ground-insult = Insulto o minaccia
ground-hate = Incitamento all’odio
ground-private = Dati personali di altri
ground-illegal = Contro la legge
ground-off_topic = Fuori tema
ground-other = Altro
ban-by = Per
ban-kind-name = Nome
ban-kind-mail = E-mail
ban-kind-prefix = Rete da cui scrive
ban-days = Per quanto
ban-days-n = { $n ->
    [one] un giorno
   *[other] { $n } giorni
 }
ban-always = finché non lo riammetti
ban-until = fino al { $when }
ban-why = Perché
ban-go = Escludi
ban-lift = Riammetti
comments-bans = Esclusi

# Le piene.
group-same = { $n ->
    [one] Un commento già visto
   *[other] { $n } commenti quasi uguali
 }
group-spam = { $n ->
    [one] Un commento che sembra spam
   *[other] { $n } commenti che sembrano spam
 }
group-flood = { $n ->
    [one] Un commento di una piena
   *[other] { $n } commenti arrivati insieme
 }
group-since = da { $when }
group-away = { $n ->
    [one] un altro non accolto
   *[other] altri { $n } non accolti
 }
group-see = { $n ->
    [one] Leggilo
   *[other] Leggi i primi { $n }
 }
group-reject = Rifiuta tutti
group-approve = Pubblica tutti
group-one-by-one = Uno per uno

# Le segnalazioni dei lettori.
notice-says = { $name } segnala, { $when }:
notice-nobody = Un lettore
notice-reason = Che cosa decidi e perché (lo legge chi ha segnalato)
notice-hide = Togli il commento
notice-keep = Lascialo

# Accanto alla lista.
comments-key-move = prossimo, precedente
comments-key-approve = pubblica
comments-key-reject = rifiuta, poi il motivo
comments-key-reply = rispondi
comments-key-pass = passa a chi scrive
comments-key-select = scegli
comments-key-undo = annulla l’ultima scelta, entro { $n } minuti
comments-key-help = mostra i tasti
comments-grounds = Motivi di rifiuto
comments-grounds-help = Chi ha scritto trova il motivo all’indirizzo del suo commento.
comments-learnt = Che cosa ha imparato il filtro
comments-learnt-lessons = { $good ->
    [one] Un commento buono
   *[other] { $good } commenti buoni
 } e { $bad ->
    [one] uno di spam
   *[other] { $bad } di spam
 } gli hanno insegnato qualcosa.
comments-learnt-words = { $n ->
    [0] Non conosce ancora nessuna parola.
    [one] Conosce una parola.
   *[other] Conosce { $n } parole.
 }
comments-learnt-little = Dà un parere solo dopo { $n } commenti per specie: fino ad allora valgono le altre regole.
comments-caught = Spam riconosciuto
comments-missed = Spam sfuggito
comments-false = Falsi allarmi
comments-learnt-days = Ultimi { $n } giorni su questa testata. Impara da ogni scelta; quel che ha imparato da una scelta annullata lo dimentica.
done-comments-approved = Pubblicato.
done-comments-rejected = Rifiutato.
done-comments-hidden = Tolto dalla pagina.
done-comments-restored = È di nuovo sulla pagina.
done-comments-answered = Risposta pubblicata.
done-comments-passed = Passato: la nota è sull’articolo.
done-comments-banned = Escluso.
done-comments-unbanned = Riammesso.
done-comments-closed = Filo chiuso: non si può più rispondere.
done-comments-opened = Filo riaperto.
done-comments-none = Non avevi scelto nessun commento.
done-comments-undone = Scelta annullata: il commento aspetta di nuovo.
done-comments-nothing-undone = Non c’è più niente da annullare.
done-comments-notice = Segnalazione decisa.
