package dev.mekiki.reports;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.Machine;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.ScoredSample;
import dev.mekiki.domain.Selection;
import dev.mekiki.domain.Selection.GateResult;
import dev.mekiki.domain.Selection.Reason;
import dev.mekiki.port.ReportModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** A report in which every text that comes from outside attacks its reader. Each attack that works sets the page's title to pwned. */
final class Hostile {
    static final List<String> ATTACKS = List.of("<script>document.title='pwned'</script>",
            "<img src=x onerror=\"document.title='pwned'\">", "<svg onload=\"document.title='pwned'\"></svg>",
            "<svg><script>document.title='pwned'</script></svg>", "</style><script>document.title='pwned'</script>",
            "</title><script>document.title='pwned'</script>",
            "</pre></dd></dl><script>document.title='pwned'</script>",
            "\" autofocus onfocus=\"document.title='pwned'\" x=\"", "' onmouseover='document.title=\"pwned\"' x='",
            "javascript:document.title='pwned'", "<a href=\"javascript:document.title='pwned'\">x</a>",
            "<iframe srcdoc=\"<script>parent.document.title='pwned'</script>\"></iframe>",
            "<details open ontoggle=\"document.title='pwned'\">",
            "<math><mtext></math><img src=x onerror=document.title='pwned'>",
            "--><script>document.title='pwned'</script><!--", "]]><script>document.title='pwned'</script>",
            "<meta http-equiv=refresh content=\"0;url=data:text/html,<script>document.title='pwned'</script>\">",
            "<base href=\"http://attacker.invalid/\">", "<link rel=stylesheet href=\"http://attacker.invalid/x.css\">",
            "<br><img src=\"data:image;base64,x\" onerror=\"document.title='pwned'\">", "${7*7}",
            "<#assign x = 7*7>${x}",
            "${\"freemarker.template.utility.Execute\"?new()(\"touch /pwned\")}", "[=7*7]", "{0} {1,number} '{'",
            "&lt;script&gt;document.title='pwned'&lt;/script&gt;",
            "&#60;script&#62;document.title='pwned'&#60;/script&#62;",
            "\u202Etxt.exe\u202C \u200B\u2066x\u2069\uFEFF", "\u001b[2J\u001b]0;pwned\u0007",
            "a\u0000b\u0008c\u007Fd\u0085e",
            "\uD800 lone", "![x](http://attacker.invalid/x.png) @everyone | `x`",
            "=HYPERLINK(\"http://attacker.invalid\")",
            "<script>document.title='pwned'</script>".repeat(2500));

    private Hostile() {}

    private static String attack(int at) {
        return ATTACKS.get(Math.floorMod(at, ATTACKS.size()));
    }

    static ReportModel model() {
        List<CandidateFindings> candidates = new ArrayList<>();
        List<ScoredSample> samples = new ArrayList<>();
        List<GateResult> gates = new ArrayList<>();
        for (int at = 0; at < ATTACKS.size(); at++) {
            String name = at + attack(at);
            candidates.add(candidate(name, at));
            gates.add(new GateResult(name, attack(at + 1), Selection.State.FAILED,
                    new Reason(attack(at), List.of(attack(at + 2)), attack(at + 3))));
        }
        for (int item = 0; item < ATTACKS.size(); item++) {
            for (int at = 0; at < 2; at++) {
                String text = attack(item);
                samples.add(new ScoredSample(new Sampled(candidates.get(at).name(), "japanese-qa", "short-answer", text,
                        Optional.of(text), text, List.of(), List.of(), List.of(text),
                        Map.of("category", text, text, text),
                        item % 5 == 0
                                ? new Outcome.Failed(text)
                                : new Outcome.Answered(new Outcome.Answer.Text(text)),
                        1, OptionalInt.empty(), OptionalInt.empty(), 1), Optional.of(text),
                        Map.of("exact_match_ja",
                                item % 5 == 0 ? new Score.Unscored(text) : new Score.Scored(at))));
            }
        }
        ReportModel calm = Fixture.selected();
        Findings findings = new Findings(new Findings.PlanReference(attack(0), attack(1)), candidates,
                List.of(new Comparison(candidates.get(0).name(), candidates.get(1).name(), "s/" + attack(2), 10, 0.1,
                        Optional.of(new Interval(-0.1, 0.3, 0.95, attack(3))), OptionalDouble.of(0.4),
                        OptionalDouble.of(0.4), attack(4), 2, 1, OptionalLong.of(100))),
                ATTACKS);
        Selection selection = new Selection(Selection.Outcome.SELECTED, List.of(candidates.getFirst().name()), gates,
                List.of(), List.of(candidates.getFirst().name()),
                ATTACKS.stream().map(text -> new Reason(text, List.of(text), text)).toList());
        return new ReportModel(String.join(" ", ATTACKS), List.of("ja", "en"), attack(0), Instant.EPOCH,
                Optional.empty(),
                new Machine(attack(1), attack(2), attack(3), 2, 1L << 30, attack(4), ATTACKS, ATTACKS), calm.tasks(),
                findings, selection, calm.policy(), calm.usage(), samples, calm.load());
    }

    private static CandidateFindings candidate(String name, int at) {
        String text = attack(at);
        LicenseFinding license = new LicenseFinding(text, LicenseFinding.Verdict.REVIEW,
                List.of(new LicenseFinding.License(text, text, Optional.of(text), text, Optional.of(text), text, text)),
                List.of(new LicenseFinding.Reason(text, Optional.of(text), text, LicenseFinding.Verdict.DENIED)),
                List.of(new LicenseFinding.Duty(text, text)), List.of(text), text);
        Dossier dossier = new Dossier(text, text, OptionalLong.of(1), Optional.of(text), List.of(text),
                Optional.of(text), OptionalLong.of(1), OptionalInt.of(1), OptionalInt.of(1), List.of(text),
                List.of(text), List.of(text), true, List.of(text));
        return new CandidateFindings(name, text, new Candidate(name, text, text, new TreeMap<>(Map.of(text, text))),
                at % 7 == 3 ? Optional.of(text) : Optional.empty(), Optional.of(dossier), Optional.of(license),
                Optional.of(new EngineDescription(text, text, OptionalInt.empty(), Optional.of(text),
                        new TreeMap<>(Map.of(text, text)))),
                OptionalDouble.empty(), OptionalLong.empty(), OptionalDouble.empty(),
                List.of(new Conformance(text, false, text, Set.of())), new TreeMap<>(Map.of(text, 1)),
                List.of(Fixture.proportion("s/" + text, 10, 10, 0.5, 0.24, 0.76),
                        Fixture.proportion(Fixture.SHORT, 10, 9, 0.5, 0.24, 0.76)),
                List.of(), List.of());
    }
}
