package dev.mekiki.reports;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a load profile's result is degraded or invalid, in the report's language: findings say it in English. */
final class LoadWords {
    private record Said(Pattern pattern, String key) {}

    private static final Pattern REPEAT = Pattern.compile("repeat (\\d+): (.*)");
    private static final List<Said> KNOWN = List.of(said("(\\d+) of (\\d+) requests failed", "failed"),
            said("only (\\d+) of (\\d+) requests were made", "fewer"),
            said("(\\d+) requests ended without a token", "silent"),
            said("only (\\d+) of (\\d+) repeats have a result", "repeats"),
            said("(\\d+) requests failed while the load was rising", "ramp"), said("no request succeeded", "none"),
            said("the profile was not finished", "unfinished"),
            said("the server does not keep up with the rate: requests under way grew from about (\\S+) to about (\\S+)",
                    "saturated"),
            said("the client sent only (\\S+) % of the requests that were due in time", "rate"),
            said("the client sent requests late: p99 (\\S+) ms", "late"),
            said("what the client adds \\(p99 (\\S+) ms\\) is more than 5 % of the time between tokens \\((\\S+) ms\\)",
                    "added"),
            said("what the client adds was not measured", "unmeasured"),
            said("what the client adds could be measured at (\\d+) streams and (\\d+) chunks a second only, less than this load",
                    "below"),
            said("the client used (\\S+) % of a processor", "busy"));

    private LoadWords() {}

    private static Said said(String pattern, String key) {
        return new Said(Pattern.compile(pattern), "load.why." + key);
    }

    /** What is not known here stays as it is: a server's own words. */
    static String translated(Edition edition, String why) {
        Matcher repeat = REPEAT.matcher(why);
        if (repeat.matches()) {
            return edition.say("load.why.repeat", repeat.group(1), translated(edition, repeat.group(2)));
        }
        for (Said each : KNOWN) {
            Matcher matcher = each.pattern().matcher(why);
            if (matcher.matches()) {
                Object[] numbers = new Object[matcher.groupCount()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = matcher.group(i + 1);
                }
                return edition.say(each.key(), numbers);
            }
        }
        return edition.texts().translated(why);
    }
}
