/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calendar_2026.h - the national days off and the joint leave of 2026, as the
 * bytes of a calendar's file.
 *
 * A test that reckons in dates holds on to these, whatever the file that is
 * shipped says of later years; test_calendar compares both.
 */
#ifndef CALENDAR_2026_H
#define CALENDAR_2026_H

/* clang-format off */
static const char calendar_2026[] =
    "# version: 2026-1\n"
    "date,kind,name\n"
    "2026-01-01,national,Tahun Baru Masehi\n"
    "2026-01-16,national,Isra Mikraj\n"
    "2026-02-16,joint_leave,Cuti bersama Imlek\n"
    "2026-02-17,national,Tahun Baru Imlek\n"
    "2026-03-18,joint_leave,Cuti bersama Nyepi\n"
    "2026-03-19,national,Hari Suci Nyepi\n"
    "2026-03-20,joint_leave,Cuti bersama Idulfitri\n"
    "2026-03-21,national,Idulfitri\n"
    "2026-03-22,national,Idulfitri\n"
    "2026-03-23,joint_leave,Cuti bersama Idulfitri\n"
    "2026-03-24,joint_leave,Cuti bersama Idulfitri\n"
    "2026-04-03,national,Wafat Yesus Kristus\n"
    "2026-04-05,national,Kebangkitan Yesus Kristus\n"
    "2026-05-01,national,Hari Buruh\n"
    "2026-05-14,national,Kenaikan Yesus Kristus\n"
    "2026-05-15,joint_leave,Cuti bersama Kenaikan\n"
    "2026-05-27,national,Iduladha\n"
    "2026-05-28,joint_leave,Cuti bersama Iduladha\n"
    "2026-05-31,national,Waisak\n"
    "2026-06-01,national,Hari Lahir Pancasila\n"
    "2026-06-16,national,Tahun Baru Islam\n"
    "2026-08-17,national,Proklamasi Kemerdekaan\n"
    "2026-08-25,national,Maulid Nabi\n"
    "2026-12-24,joint_leave,Cuti bersama Natal\n"
    "2026-12-25,national,Natal\n";
/* clang-format on */

#endif
