# Il testo: ciò che dice l'editor. Messaggi semplici; { $nome } lo mette il programma.

# Nomi
editor-text = Testo
editor-placeholder = Scrivi qui. Con / inserisci titoletti, foto, fonti.
editor-toolbar = Formato
editor-close = Chiudi
editor-change = Cambia
editor-more = Altro
editor-somebody = Qualcun altro

# Barra
editor-crosshead = Titoletto
editor-crosshead-3 = Titoletto minore
editor-paragraph = Paragrafo
editor-bold = Neretto
editor-italic = Corsivo
editor-link = Collegamento
editor-list = Elenco
editor-numbers = Elenco numerato
editor-quote = Citazione
editor-source = Fonte
editor-note = Nota al testo
editor-picture = Foto
editor-insert = Inserisci
editor-undo = Annulla
editor-redo = Ripeti
editor-code = Codice
editor-sub = Pedice
editor-sup = Apice
editor-lang = Lingua delle parole
editor-move-up = Sposta in su
editor-move-down = Sposta in giù
editor-quiet = Solo testo
editor-quiet-on = Solo testo
editor-quiet-off = Testo e scheda

# Inserire
editor-insert-open = Menu aperto: scegli con le frecce, Invio inserisce.
editor-insert-crosshead = Titoletto
editor-insert-crosshead-help = Divide il testo
editor-insert-list = Elenco
editor-insert-list-help = Voci con il punto
editor-insert-numbers = Elenco numerato
editor-insert-numbers-help = Voci in ordine
editor-insert-quote = Citazione
editor-insert-quote-help = Parole riportate, con chi le ha dette
editor-insert-pull = Richiamo
editor-insert-pull-help = Virgolettato in evidenza, parole del testo
editor-insert-source = Fonte
editor-insert-source-help = Documento, intervista, dato: finisce in fondo con il numero
editor-insert-picture = Foto
editor-insert-picture-help = Dall’archivio o da questo computer
editor-insert-gallery = Galleria
editor-insert-gallery-help = Più foto insieme
editor-insert-table = Tabella
editor-insert-table-help = Righe e colonne
editor-insert-aside = Scheda
editor-insert-aside-help = Un riquadro accanto al testo
editor-insert-rule = Separatore
editor-insert-rule-help = Cambia scena
editor-insert-embed = Incorporato
editor-insert-embed-help = Un video o un post di un altro sito, come collegamento
editor-insert-note = Nota al testo
editor-insert-note-help = Esce in fondo, numerata
editor-insert-code = Codice
editor-insert-code-help = Righe che restano come sono

# Collegamento
editor-link-address = Indirizzo, o parole di un articolo
editor-link-help = Scrivi qualche parola per cercare tra gli articoli della testata.
editor-link-words = Testo del collegamento
editor-link-hits = Articoli trovati
editor-link-wrong = Questo non è un indirizzo. Scrivi https://… oppure scegli un articolo.
editor-link-put = Metti il collegamento
editor-link-remove = Togli il collegamento

# Fonti
editor-source-none = Il pezzo non ha ancora fonti. Aggiungile nella scheda Fonti.
editor-source-lost = Manca la fonte { $n }

# Foto
editor-picture-search = Cerca nell’archivio
editor-picture-upload = Oppure scegli un file
editor-picture-searching = Cerco…
editor-picture-none = Nessuna foto con queste parole.
editor-picture-sending = Carico la foto…
editor-picture-failed = La foto non è arrivata. Riprova.
editor-picture-undescribed = Senza descrizione
editor-picture-words = Descrizione, autore, licenza
editor-picture-alt = Descrizione per chi non vede
editor-picture-alt-help = Di’ che cosa mostra la foto, in una frase.
editor-picture-described = La didascalia dice già tutto
editor-picture-credit = Autore
editor-picture-licence = Licenza
editor-picture-change = Cambia
editor-picture-remove = Togli
editor-gallery-add = Aggiungi una foto
editor-unreachable = Il server non risponde. Riprova tra poco.

# Incorporato, lingua
editor-embed = Incorporato
editor-embed-address = Indirizzo
editor-embed-title = Che cosa è
editor-embed-help = Chi legge vede queste parole con il collegamento.
editor-embed-put = Inserisci
editor-embed-wrong = Questo non è un indirizzo. Scrivi https://…
editor-embed-untitled = Scrivi che cosa è.
editor-lang-tag = Codice della lingua
editor-lang-help = Per esempio en, fr, la. Vuoto: la lingua dell’articolo.
editor-lang-put = Segna la lingua
editor-lang-wrong = Questo non è un codice di lingua.

# Tabella
editor-table = Tabella
editor-row-add = Riga sotto
editor-row-delete = Togli riga
editor-column-add = Colonna dopo
editor-column-delete = Togli colonna
editor-head = Intestazione
editor-table-delete = Togli tabella

# Nota
editor-note-sign = Nota al testo

# Didascalie vuote
editor-say-caption = Didascalia
editor-say-cite = Chi lo dice
editor-say-aside = Titolo della scheda
editor-say-pull = Parole del testo in evidenza

# Trova
editor-find = Trova
editor-find-words = Trova
editor-find-previous = Precedente
editor-find-next = Successivo
editor-find-loose = Senza badare agli accenti
editor-find-at = { $n } di { $all }
editor-find-none = Niente
editor-replace-with = Sostituisci con
editor-replace = Sostituisci
editor-replace-all = Sostituisci tutto
editor-replaced = Sostituiti: { $n }

# Salvare
editor-saving = Salvo…
editor-saved = Salvato alle { $time }
editor-saved-before = Salvato
editor-unsaved = Da salvare
editor-offline-short = Fuori rete dalle { $time }
editor-offline = Sei fuori rete dalle { $time }. Il testo è salvo in questo browser e parte da solo appena torna la rete.
editor-back = La rete è tornata. Il testo è salvato.
editor-signed-out = La sessione è finita. Il testo è salvo in questo browser: entra di nuovo e riparte da qui.
editor-sign-in = Entra in un’altra scheda
editor-refused = Il server non ha accettato il testo. Il testo è salvo in questo browser.
editor-no-copy = Questo browser non tiene copie. Non chiudere la pagina prima che il testo sia salvato.
editor-not-sent = Il testo non è ancora salvato: non ho inviato niente.
editor-restored-label = Testo ritrovato
editor-restored = Abbiamo ritrovato il testo delle { $time }, che non era stato salvato. È di nuovo qui.
editor-restored-keep = Va bene
editor-restored-discard = Buttalo via
editor-restored-discarded = Il testo è di nuovo quello salvato.

# Conflitti
editor-clash = { $name } ha cambiato gli stessi punti.
editor-clash-help = Scegli che cosa resta. Fino ad allora il testo è salvo in questo browser.
editor-clash-short = Da scegliere
editor-clash-body = Nel testo
editor-clash-mine = Il tuo
editor-clash-theirs = Di { $name }
editor-clash-removed = Tolto
editor-clash-left = Ne restano { $n }.
editor-keep-mine = Tieni il tuo
editor-take-theirs = Prendi l’altro
editor-keep-both = Tieni tutti e due

# Presenza
editor-other-writing = { $name } sta scrivendo qui
editor-other-here = { $name } è qui dalle { $since }

# Controlli
editor-findings-none = Nessun rilievo.
editor-findings-said = Controlli: blocchi { $blocks }, avvisi { $warnings }.
editor-blocks = blocchi
editor-warnings = avvisi
editor-block = Blocco.
editor-warning = Avviso.
editor-finding-go = Vai al punto
editor-finding-replace = Metti «{ $words }»
editor-finding-focus = Vai a { $field }
editor-finding-done = Fatto.

# Conti
editor-count = { $label } { $n } di { $max }
editor-words = { $n } parole
editor-chars = { $n } battute
editor-minutes = { $n } min di lettura

# Topics the text names
editor-topics-named = Nominati nel testo:
editor-topics-add = + { $name }
editor-topics-link = Collega «{ $words }»
editor-topics-added = { $name } aggiunto
editor-topics-linked = «{ $words }» ora è un collegamento
editor-topics-gone = «{ $words }» non sta più lì
