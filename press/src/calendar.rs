//! Days and times as a title tells them: in its zone, in its language, never relative to the reader's "now".

use crate::words::Words;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use serde::Serialize;

/// An instant in all the forms a theme may want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// For the `datetime` attribute: `2026-11-20T18:42:00+01:00`.
    pub iso: String,
    /// The day alone for the `datetime` attribute: `2026-11-20`.
    pub date: String,
    /// `20 novembre 2026`.
    pub day: String,
    /// `Venerdì 20 novembre 2026`.
    pub weekday: String,
    /// `18.42` or `18:42`.
    pub time: String,
    /// Day and time: `20 novembre 2026, 18.42`.
    pub text: String,
    /// The archive page of that day.
    pub archive: String,
}

/// Tells days and times.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    words: &'static Words,
}

impl Calendar {
    /// A calendar in an IANA zone. An unknown one counts as UTC, and the log says so: a page must not fail for it.
    pub fn new(zone: &str, words: &'static Words) -> Calendar {
        let zone = TimeZone::get(zone).unwrap_or_else(|_| {
            tracing::error!(zone, "Unknown time zone; times are told in UTC");
            TimeZone::UTC
        });
        Calendar { zone, words }
    }

    /// The instant in every form.
    pub fn when(&self, at: Timestamp) -> When {
        let local = self.local(at);
        let (day, time) = (self.day(local.date()), self.clock(&local));
        When {
            iso: local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            date: local.date().to_string(),
            weekday: self.weekday(local.date()),
            text: self.words.with(
                "day-and-time",
                &[("day", day.as_str().into()), ("time", time.as_str().into())],
            ),
            archive: archive_path(local.date()),
            day,
            time,
        }
    }

    /// The civil date of an instant.
    pub fn date(&self, at: Timestamp) -> Date {
        self.local(at).date()
    }

    /// `18.42`.
    pub fn time(&self, at: Timestamp) -> String {
        self.clock(&self.local(at))
    }

    /// `20 novembre 2026`.
    pub fn day(&self, date: Date) -> String {
        let (day, month, year) = (
            self.day_number(date),
            self.month(date.month()),
            date.year().to_string(),
        );
        self.words.with(
            "date-day",
            &[
                ("day", day.as_str().into()),
                ("month", month.as_str().into()),
                ("year", year.as_str().into()),
            ],
        )
    }

    /// `20 novembre`.
    pub fn day_of_year(&self, date: Date) -> String {
        let (day, month) = (self.day_number(date), self.month(date.month()));
        self.words.with(
            "date-short",
            &[
                ("day", day.as_str().into()),
                ("month", month.as_str().into()),
            ],
        )
    }

    /// `Venerdì 20 novembre 2026`.
    pub fn weekday(&self, date: Date) -> String {
        let (name, day) = (self.weekday_name(date.weekday()), self.day(date));
        self.words.with(
            "date-weekday",
            &[
                ("weekday", name.as_str().into()),
                ("day", day.as_str().into()),
            ],
        )
    }

    /// `novembre 2026`.
    pub fn month_and_year(&self, year: i16, month: i8) -> String {
        let (month, year) = (self.month(month), year.to_string());
        self.words.with(
            "date-month",
            &[
                ("month", month.as_str().into()),
                ("year", year.as_str().into()),
            ],
        )
    }

    /// `novembre`, `November`.
    pub fn month(&self, month: i8) -> String {
        self.words.say(match month {
            1 => "month-1",
            2 => "month-2",
            3 => "month-3",
            4 => "month-4",
            5 => "month-5",
            6 => "month-6",
            7 => "month-7",
            8 => "month-8",
            9 => "month-9",
            10 => "month-10",
            11 => "month-11",
            _ => "month-12",
        })
    }

    fn weekday_name(&self, day: Weekday) -> String {
        self.words.say(match day {
            Weekday::Monday => "weekday-1",
            Weekday::Tuesday => "weekday-2",
            Weekday::Wednesday => "weekday-3",
            Weekday::Thursday => "weekday-4",
            Weekday::Friday => "weekday-5",
            Weekday::Saturday => "weekday-6",
            Weekday::Sunday => "weekday-7",
        })
    }

    /// Italian writes the first of a month as an ordinal.
    fn day_number(&self, date: Date) -> String {
        if date.day() == 1 {
            self.words.say("date-first")
        } else {
            date.day().to_string()
        }
    }

    fn clock(&self, local: &ZonedDateTime) -> String {
        let (hour, minute) = (local.hour().to_string(), format!("{:02}", local.minute()));
        let padded = format!("{:02}", local.hour());
        self.words.with(
            "time",
            &[
                ("hour", hour.as_str().into()),
                ("hour2", padded.as_str().into()),
                ("minute", minute.as_str().into()),
            ],
        )
    }

    fn local(&self, at: Timestamp) -> ZonedDateTime {
        at.to_zoned_datetime(self.zone.clone())
    }
}

/// The archive page of a day.
pub(crate) fn archive_path(date: Date) -> String {
    format!(
        "/archive/{:04}/{:02}/{:02}",
        date.year(),
        date.month(),
        date.day()
    )
}
