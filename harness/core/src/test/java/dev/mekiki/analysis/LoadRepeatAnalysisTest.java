package dev.mekiki.analysis;

import static dev.mekiki.analysis.Journals.failedRequest;
import static dev.mekiki.analysis.Journals.finished;
import static dev.mekiki.analysis.Journals.inspected;
import static dev.mekiki.analysis.Journals.profile;
import static dev.mekiki.analysis.Journals.request;
import static dev.mekiki.analysis.Journals.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadRepeats;
import dev.mekiki.domain.LoadRepeats.Spread;
import dev.mekiki.domain.LoadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadRepeatAnalysisTest {
    /** Mean 13, sd √13; the table's t for 2 degrees of freedom at 97.5 % is 4.303. */
    @Test
    void three_values_have_the_textbooks_interval() {
        Spread spread = LoadRepeatAnalysis.spread(new double[]{10, 12, 17});
        assertThat(spread.n()).isEqualTo(3);
        assertThat(spread.mean()).isEqualTo(13);
        assertThat(spread.sd().orElseThrow()).isCloseTo(Math.sqrt(13), within(1e-12));
        assertThat(spread.least()).isEqualTo(10);
        assertThat(spread.most()).isEqualTo(17);
        assertThat(spread.interval().orElseThrow().low()).isCloseTo(13 - 4.302653 * Math.sqrt(13.0 / 3), within(1e-5));
        assertThat(spread.interval().orElseThrow().high()).isCloseTo(13 + 4.302653 * Math.sqrt(13.0 / 3), within(1e-5));
        assertThat(spread.interval().orElseThrow().method()).isEqualTo("t");
    }

    @Test
    void one_value_has_no_interval() {
        Spread spread = LoadRepeatAnalysis.spread(new double[]{10});
        assertThat(spread.interval()).isEmpty();
        assertThat(spread.sd()).isEmpty();
    }

    private static void run(List<JournalEvent> events, LoadProfile profile, List<LoadRequest> requests, boolean done) {
        events.add(new JournalEvent.LoadStarted("hinoki", profile));
        requests.forEach(
                request -> events.add(new JournalEvent.LoadRequestDone("hinoki", profile.name(), request)));
        if (done) {
            events.add(new JournalEvent.LoadDone("hinoki", profile.name(), 100, OptionalLong.empty()));
        }
    }

    private static List<LoadRequest> requests(double ttft) {
        return IntStream.range(0, 12).mapToObj(i -> request(i, 100 * i, ttft, ttft + 2)).toList();
    }

    @Test
    void repeats_are_levels_of_their_own_and_nothing_of_them_is_pooled() {
        List<LoadProfile> profiles = LoadProfile.repeated(List.of(profile(12)), 3);
        List<JournalEvent> events = new ArrayList<>(List.of(started(), inspected("hinoki")));
        run(events, profiles.get(0), requests(10), true);
        run(events, profiles.get(1), requests(12), true);
        run(events, profiles.get(2), requests(17), true);
        events.add(finished());
        CandidateFindings found = Journals.analyst()
                .analyse(events.stream()).findings().candidates().getFirst();
        assertThat(found.load()).extracting(load -> load.profile()).containsExactly("interactive@1", "interactive@2",
                "interactive@3");
        assertThat(found.load()).allSatisfy(load -> assertThat(load.requests()).isEqualTo(12));
        assertThat(found.loadProfiles()).containsExactly("interactive");
        LoadRepeats repeats = found.repeats("interactive").orElseThrow();
        assertThat(repeats.verdict()).isEqualTo("valid");
        assertThat(repeats.measure("ttft_ms/p50").orElseThrow().mean()).isEqualTo(13);
        assertThat(repeats.measure("ttft_ms/p50").orElseThrow().n()).isEqualTo(3);
        assertThat(repeats.measure("ttft_ms/p99")).as("twelve requests have no p99").isEmpty();
    }

    @Test
    void a_repeat_without_a_result_is_told_and_left_out() {
        List<LoadProfile> profiles = LoadProfile.repeated(List.of(profile(12)), 3);
        List<JournalEvent> events = new ArrayList<>(List.of(started(), inspected("hinoki")));
        run(events, profiles.get(0), requests(10), true);
        run(events, profiles.get(1), List.of(failedRequest(0, 0)), true);
        CandidateFindings found = Journals.analyst()
                .analyse(events.stream()).findings().candidates().getFirst();
        LoadRepeats repeats = found.repeats("interactive").orElseThrow();
        assertThat(repeats.verdict()).isEqualTo("degraded");
        assertThat(repeats.runs()).containsExactly("interactive@1");
        assertThat(repeats.why()).contains("only 1 of 3 repeats have a result", "repeat 2: no request succeeded");
        assertThat(repeats.measure("ttft_ms/p50").orElseThrow().interval()).isEmpty();
    }
}
