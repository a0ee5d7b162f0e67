# Figures: how much the title is read.
figures-period = Period
figures-period-today = Today
figures-period-7-days = 7 days
figures-period-28-days = 28 days
figures-csv = Download CSV
figures-about-day = Today until { $time }
figures-about-days = From { $day } to today
figures-views = Views
figures-of-articles = Of articles
figures-of-front = Of the front page
figures-of-sections = Of sections
figures-feed-readers = Readers of feeds
figures-estimated = estimate
figures-corrections = Corrections per 100 pieces, in { $days } days
figures-corrections-year = in a year { $rate }
figures-decimal = { $whole }.{ $tenths }
figures-up = +{ $n } per cent
figures-down = −{ $n } per cent
figures-same = no change
figures-by-hour = Views by hour
figures-by-day = Views by day
figures-now = now
figures-before = before
figures-before-dashed = before, dashed
figures-compared-day = Compared with { $day }, for the hours that are over (until { $time }).
figures-compared-days = Compared with the same days from { $day } on, for the hours that are over (today until { $time }).
figures-compared-numbers = Views now: { $views }; then: { $before }.
figures-table = The data as a table
figures-hour = Hour
figures-day = Day
figures-chart-hours = Views by hour: the most, { $most }, at { $at }; on the day compared the most was { $before }
figures-chart-days = Views by day: the most, { $most }, on { $at }; in the days compared the most was { $before }
figures-chart-nothing = No views so far; in the time compared the most was { $before }
figures-origins = Where they come from
figures-other-hosts = Other sites
figures-untold = Not told
figures-no-origins = No origin counted in this period.
figures-origins-help = Of the site a reader comes from we keep the name alone. “Not told” are those who type the address, open a bookmark or an app. Who asks not to be followed (Global Privacy Control) is not counted here.
figures-n-views = { $n ->
    [one] { $n } view
   *[other] { $n } views
}
figures-most-read = The most read pieces
figures-article = Piece
figures-share = Share
figures-to-readers = For readers
figures-read-it = Read
figures-not-out = not on the page
figures-no-articles = No piece was read in this period.
figures-searches = What is searched for
figures-words = Words
figures-times = Times
figures-without = Without a find
figures-no-searches = Nothing was searched for often enough in this period.
figures-searches-help = Words appear here once they were asked for at least { $n } times on one day; until then they are kept nowhere. Mail addresses, telephone and other long numbers, and long questions are never counted.
figures-feeds = Who follows the feeds
figures-feed = Feed
figures-feed-title = The whole title
figures-feed-corrections = Corrections
figures-feed-changes = Every change
figures-readers = Readers
figures-how = How we count them
figures-alone = { $n ->
    [one] by themselves { $n }
   *[other] by themselves { $n }
}
figures-no-feeds = No feed was read in this period.
figures-feeds-help = This is an estimate. Services that read for many say for how many: the highest number each has said counts. Who reads with a program of their own is counted once a day, with an error of about 3 per cent, and the day with the most readers counts. Who follows two feeds counts in both.
figures-note = We count pages, not people: no cookies, no addresses kept, no profiles. Robots that say so are left out. A page taken from the browser’s own store we do not see.
