"""A unit's due dates as a calendar file (RFC 5545) that Outlook, Google and phones take in."""

from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from toolkit.letters.reminder import DueTask, Reminder
from toolkit.letters.wordings import short
from toolkit.model import Settings

# Eight in the morning of the day before, counted from the midnight with which the day begins.
_BEFORE = timedelta(hours=-16)


def write(reminder: Reminder, settings: Settings) -> bytes:
    """The bytes of the calendar: one whole-day event for each day still to come, the same each time."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//phuluc//nhac viec//VI")
    calendar.add("method", "PUBLISH")
    for task in reminder.coming:
        calendar.add_component(_event(task, reminder, settings))
    data: bytes = calendar.to_ical()
    return data


def _event(task: DueTask, reminder: Reminder, settings: Settings) -> Event:
    event = Event()
    # The same task of the same unit keeps its number, so that a later file moves the event instead of adding one.
    event.add("uid", f"{settings.year}-{task.code}-{reminder.unit.code}@phuluc")
    event.add("dtstamp", datetime.combine(reminder.as_of, time(), UTC))
    event.add("dtstart", task.day)
    event.add("dtend", task.day + timedelta(1))
    event.add("summary", f"Hạn {task.code}: {short(task.text)}")
    event.add("description", f"{task.text}\n\nThời hạn: {task.deadline}. {settings.plan_name}")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"Ngày mai hết hạn {task.code}")
    alarm.add("trigger", _BEFORE)
    event.add_component(alarm)
    return event
