package dev.mekiki.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Instruction;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadShape.Arrivals;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import java.util.List;
import java.util.SortedMap;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonpCharacterEscapes;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as JSON. The domain carries no annotations: what JSON needs to know beyond names stands in the mix-ins here. Names of types
 * are promises of format version 1.
 */
final class JournalFormat {
    /** An answer and its prompt, escaped: far more than any context holds. */
    private static final int LONGEST_TEXT = 64 << 20;

    static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100)
                            .maxStringLength(LONGEST_TEXT).build())
                    // some readers of lines end one at U+2028
                    .characterEscapes(JsonpCharacterEscapes.instance()).build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(include -> include.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            // a later version may add keys to what this one knows
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // a number that is not there is a broken line, not a 0
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(JournalEvent.class, EventTypes.class)
            .addMixIn(Outcome.class, OutcomeTypes.class)
            .addMixIn(Outcome.Answer.class, AnswerTypes.class)
            .addMixIn(Sampled.class, SampledKeys.class)
            .addMixIn(Candidate.class, CandidateKeys.class)
            .addMixIn(Input.class, InputTypes.class)
            .addMixIn(Arrivals.class, ArrivalTypes.class)
            .build();

    private JournalFormat() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = JournalEvent.RunStarted.class, name = "run_started"),
            @JsonSubTypes.Type(value = JournalEvent.RunResumed.class, name = "run_resumed"),
            @JsonSubTypes.Type(value = JournalEvent.TaskPlanned.class, name = "task_planned"),
            @JsonSubTypes.Type(value = JournalEvent.CandidateInspected.class, name = "candidate_inspected"),
            @JsonSubTypes.Type(value = JournalEvent.CandidateRefused.class, name = "candidate_refused"),
            @JsonSubTypes.Type(value = JournalEvent.CandidateOpened.class, name = "candidate_opened"),
            @JsonSubTypes.Type(value = JournalEvent.ConformanceChecked.class, name = "conformance_checked"),
            @JsonSubTypes.Type(value = JournalEvent.WayChosen.class, name = "way_chosen"),
            @JsonSubTypes.Type(value = JournalEvent.SampleDone.class, name = "sample_done"),
            @JsonSubTypes.Type(value = JournalEvent.JudgeChosen.class, name = "judge_chosen"),
            @JsonSubTypes.Type(value = JournalEvent.SampleJudged.class, name = "sample_judged"),
            @JsonSubTypes.Type(value = JournalEvent.LoadStarted.class, name = "load_started"),
            @JsonSubTypes.Type(value = JournalEvent.LoadRequestDone.class, name = "load_request_done"),
            @JsonSubTypes.Type(value = JournalEvent.LoadDone.class, name = "load_done"),
            @JsonSubTypes.Type(value = JournalEvent.MachineWatched.class, name = "machine_watched"),
            @JsonSubTypes.Type(value = JournalEvent.BenchDone.class, name = "bench_done"),
            @JsonSubTypes.Type(value = JournalEvent.PartFailed.class, name = "part_failed"),
            @JsonSubTypes.Type(value = JournalEvent.RunFinished.class, name = "run_finished")})
    private interface EventTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Outcome.Answered.class, name = "answered"),
            @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused"),
            @JsonSubTypes.Type(value = Outcome.Truncated.class, name = "truncated"),
            @JsonSubTypes.Type(value = Outcome.TimedOut.class, name = "timed_out"),
            @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed")})
    private interface OutcomeTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Outcome.Answer.Text.class, name = "text"),
            @JsonSubTypes.Type(value = Outcome.Answer.Picked.class, name = "picked"),
            @JsonSubTypes.Type(value = Outcome.Answer.Ranked.class, name = "ranked")})
    private interface AnswerTypes {}

    interface SampledKeys {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Instruction> instructions();
    }

    interface CandidateKeys {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        SortedMap<String, String> chatTemplate();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Input.Tokens.class, name = "tokens"),
            @JsonSubTypes.Type(value = Input.Prompts.class, name = "prompts")})
    private interface InputTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Arrivals.Constant.class, name = "constant"),
            @JsonSubTypes.Type(value = Arrivals.Poisson.class, name = "poisson"),
            @JsonSubTypes.Type(value = Arrivals.Burst.class, name = "burst"),
            @JsonSubTypes.Type(value = Arrivals.Recorded.class, name = "recorded")})
    private interface ArrivalTypes {}
}
