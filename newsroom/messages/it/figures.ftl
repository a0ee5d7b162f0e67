# Letture: quanto è letta la testata.
figures-period = Periodo
figures-period-today = Oggi
figures-period-7-days = 7 giorni
figures-period-28-days = 28 giorni
figures-csv = Scarica CSV
figures-about-day = Oggi fino alle { $time }
figures-about-days = Dal { $day } a oggi
figures-views = Letture
figures-of-articles = Di articoli
figures-of-front = Della prima pagina
figures-of-sections = Delle sezioni
figures-feed-readers = Lettori dei feed
figures-estimated = stima
figures-corrections = Correzioni ogni 100 pezzi, in { $days } giorni
figures-corrections-year = in un anno { $rate }
figures-decimal = { $whole },{ $tenths }
figures-up = +{ $n } per cento
figures-down = −{ $n } per cento
figures-same = invariato
figures-by-hour = Letture per ora
figures-by-day = Letture per giorno
figures-now = adesso
figures-before = prima
figures-before-dashed = prima, tratteggio
figures-compared-day = A confronto con il { $day }, per le ore già finite (fino alle { $time }).
figures-compared-days = A confronto con gli stessi giorni a partire dal { $day }, per le ore già finite (oggi fino alle { $time }).
figures-compared-numbers = Letture adesso: { $views }; allora: { $before }.
figures-table = I dati in tabella
figures-hour = Ora
figures-day = Giorno
figures-chart-hours = Letture per ora: il massimo, { $most }, alle { $at }; nel giorno di confronto il massimo era { $before }
figures-chart-days = Letture per giorno: il massimo, { $most }, il { $at }; nei giorni di confronto il massimo era { $before }
figures-chart-nothing = Nessuna lettura, finora; nel tempo di confronto il massimo era { $before }
figures-origins = Da dove arrivano
figures-other-hosts = Altri siti
figures-untold = Non detto
figures-no-origins = Nessuna provenienza contata in questo periodo.
figures-origins-help = Del sito da cui un lettore arriva teniamo solo il nome. «Non detto» è chi scrive l’indirizzo, apre un segnalibro o un’app. Chi chiede di non essere seguito (Global Privacy Control) qui non è contato.
figures-n-views = { $n ->
    [one] { $n } lettura
   *[other] { $n } letture
}
figures-most-read = I pezzi più letti
figures-article = Pezzo
figures-share = Quota
figures-to-readers = Dai lettori
figures-read-it = Leggi
figures-not-out = non è in pagina
figures-no-articles = Nessun pezzo letto in questo periodo.
figures-searches = Che cosa si cerca
figures-words = Parole
figures-times = Volte
figures-without = Senza risultati
figures-no-searches = In questo periodo nulla è stato cercato abbastanza spesso.
figures-searches-help = Le parole compaiono qui quando sono state chieste almeno { $n } volte in un giorno; fino ad allora non si conservano. Indirizzi di posta, numeri di telefono e altri numeri lunghi, e domande lunghe non si contano mai.
figures-feeds = Chi segue i feed
figures-feed = Feed
figures-feed-title = Tutta la testata
figures-feed-corrections = Correzioni
figures-feed-changes = Ogni cambiamento
figures-readers = Lettori
figures-how = Come li contiamo
figures-alone = { $n ->
    [one] da solo { $n }
   *[other] da soli { $n }
}
figures-no-feeds = Nessun feed letto in questo periodo.
figures-feeds-help = È una stima. I servizi che leggono per molti dicono per quanti: vale il numero più alto che ciascuno ha detto. Chi legge con un programma suo è contato una volta al giorno, con un errore di circa il 3 per cento, e vale il giorno con più lettori. Chi segue due feed conta in tutti e due.
figures-note = Contiamo pagine, non persone: niente cookie, niente indirizzi conservati, niente profili. I robot che dicono di esserlo sono esclusi. Una pagina presa dalla memoria del browser non la vediamo.
